const SPECIAL = /[.+^${}()|\\/]/

/** One piece of a pattern: any text, any character, one of a set, or that character. */
type Piece = '*' | '?' | RegExp | { readonly letter: string }

/** The body of a regular expression that matches what a shell pattern matches. */
export function globPattern(glob: string): string {
  return piecesOf(glob)
    .map((piece) => {
      if (piece === '*') return '.*'
      if (piece === '?') return '.'
      if (piece instanceof RegExp) return piece.source.slice(1, -1)
      return SPECIAL.test(piece.letter) || /[[\]*?]/.test(piece.letter) ? `\\${piece.letter}` : piece.letter
    })
    .join('')
}

function piecesOf(glob: string): Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at)
    const close = character === '[' ? glob.indexOf(']', at + 2) : -1
    if (character === '*') {
      if (pieces.at(-1) !== '*') pieces.push('*')
    } else if (character === '?') pieces.push('?')
    else if (close > 0) {
      pieces.push(bracket(glob.slice(at + 1, close)))
      at = close
    } else pieces.push({ letter: character })
  }
  return pieces
}

// A set as an expression for one character; one that JavaScript does not accept could match anything.
function bracket(set: string): RegExp | '?' {
  const negated = /^[!^]/.test(set)
  const body = (negated ? set.slice(1) : set)
    .replace(/\[:(\w+):\]/g, (all, name: string) => CLASSES[name] ?? all)
    .replace(/[\\\]^[]/g, '\\$&')
    .replace(/(.)-(.)/g, (range, from, to) => (from <= to ? range : `${from}${to}`))
  if (body === '') return '?'
  try {
    return new RegExp(`^[${negated ? '^' : ''}${body}]$`, 's')
  } catch {
    return '?'
  }
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  lower: 'a-z',
  upper: 'A-Z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  space: '\\s',
}

/** Whether a text has characters that make the shell look for matching files. */
export function isGlob(text: string): boolean {
  return /[?*[]/.test(text)
}

const LONGEST_GLOB = 256

/** Whether the shell pattern matches the whole name, where a leading dot must be written. */
export function globMatches(glob: string, name: string): boolean {
  if (glob.length > LONGEST_GLOB) return true
  if (/^[?*]/.test(glob) && name.startsWith('.')) return false
  return matcher(glob)(name)
}

/** A test for whole texts; its time grows with the text and the pattern only, whatever the pattern is. */
export function matcher(glob: string): (text: string) => boolean {
  const pieces = piecesOf(glob)
  return (text) => {
    let at = 0
    let piece = 0
    // Where the last star stood, and what it has taken so far.
    let star = -1
    let taken = 0
    while (at < text.length) {
      const current = pieces[piece]
      if (current === '*') {
        star = piece
        taken = at
        piece += 1
      } else if (current !== undefined && matchesOne(current, text.charAt(at))) {
        at += 1
        piece += 1
      } else if (star >= 0) {
        taken += 1
        at = taken
        piece = star + 1
      } else return false
    }
    return pieces.slice(piece).every((rest) => rest === '*')
  }
}

function matchesOne(piece: Exclude<Piece, '*'>, character: string): boolean {
  if (piece === '?') return true
  return piece instanceof RegExp ? piece.test(character) : piece.letter === character
}
