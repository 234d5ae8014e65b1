import { hiddenParts } from './hidden-parts.ts'
import { asRead, type Hidden, hiddenIn, tagText } from './invisible.ts'
import { FAMILIES, givesOrders, mayGiveOrders } from './phrases.ts'

/** Something in a text that may be meant for the model. */
export interface Finding {
  readonly label: string
  readonly line: number
  /** It is there for nobody's eyes, so a document that explains such things is no excuse. */
  readonly unseen: boolean
}

/** What is looked for. */
export interface Looking {
  readonly invisible: boolean
  readonly phrases: boolean
}

/** What is behind this is not looked at. */
const LONGEST_TEXT = 1_000_000

/** What a text has in it that gives orders to a model. Takes time linear in its length. */
export function findOrders(text: string, { invisible, phrases }: Looking): readonly Finding[] {
  const part = text.slice(0, LONGEST_TEXT)
  const hidden = invisible ? hiddenIn(part).map((one) => aboutHidden(part, one)) : []
  return phrases ? [...hidden, ...orders(asRead(part))] : hidden
}

const HIDDEN: Readonly<Record<Hidden['kind'], string>> = {
  tags: 'letters of the Unicode tag block, which no screen shows',
  'zero-width': 'long runs of characters without width',
  bidi: 'characters that turn the order of letters around',
  selectors: 'runs of variation selectors, which can carry a text',
}

function aboutHidden(text: string, { kind, count, at }: Hidden): Finding {
  const spelled = kind === 'tags' && /[a-z]{3}/i.test(tagText(text)) ? ', which spell a text' : ''
  return { label: `${HIDDEN[kind]} (${count}${spelled})`, line: lineAt(text, at), unseen: true }
}

function orders(text: string): readonly Finding[] {
  if (!mayGiveOrders(text)) return []
  const found = new Map<string, Finding & { readonly weight: number }>()
  for (const { label, form, weight } of FAMILIES) {
    const at = found.has(label) ? -1 : text.search(form)
    if (at >= 0) found.set(label, { label, weight, line: lineAt(text, at), unseen: false })
  }
  const concealed = hiddenParts(text).find(
    (part) => givesOrders(part.text) && (isDirect(part.text) || found.size > 0),
  )
  if (concealed)
    found.set('hidden', {
      label: 'a hidden comment or element with orders',
      weight: 2,
      line: lineAt(text, concealed.at),
      unseen: true,
    })
  const all = [...found.values()]
  const weight = all.reduce((sum, one) => sum + one.weight, 0)
  return weight < 2 ? [] : all.map(({ label, line, unseen }) => ({ label, line, unseen }))
}

/** Comments for people speak of "you" as well; those for models say whom they mean, or what they want of them. */
function isDirect(text: string): boolean {
  return (
    FAMILIES.some(({ form, weight }) => weight === 2 && form.test(text)) ||
    /\b(?:ai|llm|assistant|claude|agent|agents|copilot|chatbot|language model)s?\b[^\n]{0,40}\b(?:must|should|run|execute|ignore|send|install|delete|reveal|always|never)\b/.test(
      text,
    )
  )
}

const ABOUT =
  /prompt[ -]injection|jailbreak|injection attack|red[ -]team|adversarial prompt|llm01|guardrail|prompt leak/g

/** Whether a text is one about such things, which has to quote them. */
export function isAbout(text: string): boolean {
  const small = text.slice(0, LONGEST_TEXT).toLowerCase()
  return new Set(small.match(ABOUT) ?? []).size >= 2 || (small.match(ABOUT) ?? []).length >= 3
}

function lineAt(text: string, at: number): number {
  let line = 1
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line += 1
  return line
}
