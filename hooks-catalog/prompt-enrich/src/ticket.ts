/** The ticket in a branch's name; undefined without one, and for a pattern that is no regular expression. */
export function ticketIn(branch: string, pattern: string): string | undefined {
  try {
    // A name is short, so no pattern takes long on it that a person would write.
    const found = new RegExp(pattern).exec(branch.slice(0, 120))
    const ticket = found?.[1] ?? found?.[0]
    return ticket === undefined || ticket === '' ? undefined : ticket
  } catch {
    return undefined
  }
}
