const DEEPEST = 12
const MOST_TEXTS = 2000
const MOST_CHARACTERS = 1_500_000

/** Fields of results that have no text for the model: pictures, and what the model has asked for itself. */
const LEFT_OUT = new Set(['base64', 'data', 'filePath', 'query'])

/** The texts of a result, wherever in it they are. */
export function textsIn(value: unknown): readonly string[] {
  const texts: string[] = []
  let characters = 0
  const walk = (one: unknown, depth: number): void => {
    if (texts.length >= MOST_TEXTS || characters > MOST_CHARACTERS || depth > DEEPEST) return
    if (typeof one === 'string') {
      if (one.length < 8) return
      texts.push(one)
      characters += one.length
    } else if (Array.isArray(one)) for (const inner of one) walk(inner, depth + 1)
    else if (typeof one === 'object' && one !== null && (one as { isImage?: unknown }).isImage !== true)
      for (const [name, inner] of Object.entries(one)) if (!LEFT_OUT.has(name)) walk(inner, depth + 1)
  }
  walk(value, 0)
  return texts
}

/** The same value with each of its texts changed. */
export function changedTexts(value: unknown, change: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return change(value)
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value
  if (Array.isArray(value)) return value.map((one) => changedTexts(one, change, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      LEFT_OUT.has(name) ? one : changedTexts(one, change, depth + 1),
    ]),
  )
}
