/** Characters of a reason that reach the model from a script's own output. */
const LONGEST_REASON = 20_000

const LONGEST_LINE = 300

/** The text of a reason: without blanks around it, and of a very long one both ends. */
export function shortened(text: string): string {
  const words = text.trim()
  if (words.length <= LONGEST_REASON) return words
  const half = LONGEST_REASON / 2
  return `${words.slice(0, half)}\n[${words.length - LONGEST_REASON} characters left out]\n${words.slice(-half)}`
}

/**
 * The line of stderr that says what went wrong: of a stack trace the one that names the error, else the first.
 * Empty when there is none.
 */
export function errorLine(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  const named = lines.find((line) => /^(?:[\w.]{1,100})?(?:Error|Exception)\b/.test(line))
  return (named ?? lines[0] ?? '').trim().slice(0, LONGEST_LINE)
}
