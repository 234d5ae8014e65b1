const SPECIAL = /[.+^${}()|\\/]/

/** The body of a regular expression that matches what a shell pattern matches. */
export function globPattern(glob: string): string {
  let pattern = ''
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at)
    const close = character === '[' ? glob.indexOf(']', at + 2) : -1
    if (character === '*') pattern += pattern.endsWith('.*') ? '' : '.*'
    else if (character === '?') pattern += '.'
    else if (close > 0) {
      pattern += bracket(glob.slice(at + 1, close))
      at = close
    } else
      pattern +=
        SPECIAL.test(character) || character === '[' || character === ']' ? `\\${character}` : character
  }
  return pattern
}

function bracket(set: string): string {
  const negated = /^[!^]/.test(set)
  const body = (negated ? set.slice(1) : set)
    .replace(/[\\\]^[]/g, '\\$&')
    .replace(/(.)-(.)/g, (range, from, to) => (from <= to ? range : `${from}${to}`))
  return body === '' ? '.' : `[${negated ? '^' : ''}${body}]`
}

/** Whether a text has characters that make the shell look for matching files. */
export function isGlob(text: string): boolean {
  return /[?*[]/.test(text)
}

/** Whether the shell pattern matches the whole name. */
export function globMatches(glob: string, name: string): boolean {
  if (glob.length > 256) return true
  if (/^[?*]/.test(glob) && name.startsWith('.')) return false
  try {
    return new RegExp(`^(?:${globPattern(glob)})$`, 's').test(name)
  } catch {
    // A bracket expression that JavaScript does not accept could match anything.
    return true
  }
}
