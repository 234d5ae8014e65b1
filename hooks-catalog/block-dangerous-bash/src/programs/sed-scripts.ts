const MOST_COMMANDS = 8
const LONGEST_PATTERN = 100
const MOST_WAYS = 1_000_000

interface Settings {
  readonly extended: boolean
  readonly quiet: boolean
}

type Change = (text: string) => string

/** What a simple `sed` script (substitutions, deletions by line number) makes of a text; undefined for any other script. */
export function changeWith(script: string, settings: Settings, text: string): string | undefined {
  if (settings.quiet) return undefined
  // How many ways there are to share a line between the repetitions of a pattern.
  const longest = Math.max(...text.split('\n').map((line) => line.length))
  if (longest ** (script.match(/[*+?{]/g) ?? []).length > MOST_WAYS) return undefined
  const changes: Change[] = []
  let rest = script.trim()
  while (rest !== '') {
    const step = substitution(rest, settings) ?? transliteration(rest)
    if (!step || changes.length >= MOST_COMMANDS) return undefined
    changes.push(step.change)
    rest = step.rest.replace(/^[\s;]+/, '')
  }
  return text
    .split('\n')
    .map((line) => changes.reduce((changed, change) => change(changed), line))
    .join('\n')
}

interface Step {
  readonly change: Change
  readonly rest: string
}

/** The pattern, the replacement and the flags of `s/a/b/flags`. */
export function substitutionParts(script: string): readonly [string, string, string] | undefined {
  return script.startsWith('s') ? parts(script) : undefined
}

// The parts of `s/a/b/` or `y/a/b/`, whatever the delimiter is.
function parts(script: string): readonly [string, string, string] | undefined {
  const delimiter = script.charAt(1)
  if (delimiter === '' || /[\s\\\w]/.test(delimiter)) return undefined
  const found = ['']
  let at = 2
  for (; at < script.length && found.length < 3; at += 1) {
    const letter = script.charAt(at)
    if (letter === '\\') {
      found[found.length - 1] += script.charAt(at + 1) === delimiter ? delimiter : script.slice(at, at + 2)
      at += 1
    } else if (letter === delimiter) found.push('')
    else found[found.length - 1] += letter
  }
  const [pattern = '', replacement = ''] = found
  return found.length === 3 ? [pattern, replacement, script.slice(at)] : undefined
}

function substitution(script: string, { extended }: Settings): Step | undefined {
  if (!script.startsWith('s')) return undefined
  const [pattern = '', replacement = '', rest = ''] = parts(script) ?? []
  if (pattern === '' || pattern.length > LONGEST_PATTERN) return undefined
  const [all = '', flags = ''] = /^([gIip]*)(?=$|[\s;}])/.exec(rest) ?? []
  const search = regularExpression(extended ? pattern : swapped(pattern), flags)
  if (!search) return undefined
  const change: Change = (text) => text.replace(search, (...groups) => filled(replacement, groups))
  return { change, rest: rest.slice(all.length) }
}

function regularExpression(pattern: string, flags: string): RegExp | undefined {
  // Repetitions of repetitions take too long.
  if (/[*+}]\)?[*+{]/.test(pattern) || (pattern.match(/[*+]/g) ?? []).length > 3) return undefined
  try {
    return new RegExp(pattern, (flags.includes('g') ? 'g' : '') + (/i/i.test(flags) ? 'i' : ''))
  } catch {
    return undefined
  }
}

// In basic expressions the backslash makes a bracket or a plus special instead of plain.
function swapped(pattern: string): string {
  return pattern.replace(/\\([(){}+?|])|([(){}+?|])/g, (_, special?: string, plain?: string) =>
    special === undefined ? `\\${plain}` : special,
  )
}

function filled(replacement: string, groups: readonly unknown[]): string {
  return replacement.replace(/\\(\d)|\\(.)|&/g, (all, digit?: string, letter?: string) => {
    if (digit !== undefined) return String(groups[Number(digit)] ?? '')
    if (letter !== undefined) return letter === 'n' ? '\n' : letter
    return all === '&' ? String(groups[0]) : all
  })
}

function transliteration(script: string): Step | undefined {
  if (!script.startsWith('y')) return undefined
  const [from = '', to = '', rest = ''] = parts(script) ?? []
  if (from === '' || from.length !== to.length) return undefined
  return {
    change: (text) => [...text].map((letter) => to[from.indexOf(letter)] ?? letter).join(''),
    rest,
  }
}
