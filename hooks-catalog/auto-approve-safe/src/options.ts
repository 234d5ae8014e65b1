/** Options and operands of a call, each option known to be harmless. */
export interface Read {
  readonly flags: ReadonlySet<string>
  /** Values of options, and operands: what may be a path. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly operands: readonly string[]
}

/** The options of a program that are harmless. */
export interface Harmless {
  readonly plain: ReadonlySet<string>
  readonly valued: ReadonlySet<string>
  /** Take two words, as `--arg name value` does. */
  readonly double: ReadonlySet<string>
  /** `-5` is a number of lines. */
  readonly digits: boolean
}

/** Reads a list such as `n: lines= q quiet arg== -#`: `:` and `=` mark a value, `==` two, `name?` one behind `=` only. */
export function harmless(list: string): Harmless {
  const entries = list.split(/\s+/).filter(Boolean)
  const ending = (mark: RegExp) =>
    entries.filter((entry) => mark.test(entry)).map((entry) => entry.replace(/[:=?]+$/, ''))
  return {
    plain: new Set([...entries.filter((entry) => !/[:=?]$/.test(entry)), ...ending(/\?$/)]),
    valued: new Set(ending(/:$|[^=]=$|\?$/)),
    double: new Set(ending(/==$/)),
    digits: entries.includes('-#'),
  }
}

interface Reading {
  readonly flags: Set<string>
  readonly values: Map<string, string[]>
  readonly operands: string[]
}

/** Reads arguments by the list; `undefined` when there is an option that is not in it, letter by letter. */
export function readStrictly(args: readonly string[], known: Harmless): Read | undefined {
  const reading: Reading = { flags: new Set(), values: new Map(), operands: [] }
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === '--') {
      reading.operands.push(...args.slice(at + 1))
      return reading
    }
    if (!/^-./s.test(arg)) {
      reading.operands.push(arg)
      continue
    }
    const next = args.slice(at + 1)
    const taken = arg.startsWith('--') ? long(arg, next, known, reading) : short(arg, next, known, reading)
    if (taken === undefined) return undefined
    at += taken
  }
  return reading
}

/** How many further words an option takes; `undefined` when it is not known. */
type Taken = number | undefined

function long(arg: string, next: readonly string[], known: Harmless, reading: Reading): Taken {
  const equals = arg.indexOf('=')
  const name = arg.slice(2, equals < 0 ? undefined : equals)
  if (equals > 0) return known.valued.has(name) ? note(reading, name, [arg.slice(equals + 1)], 0) : undefined
  if (known.plain.has(name)) return note(reading, name, [], 0)
  const words = known.valued.has(name) ? 1 : known.double.has(name) ? 2 : undefined
  if (words === undefined || next.length < words) return undefined
  const taken = next.slice(0, words)
  return taken.some(isOption) && !isPattern(name) ? undefined : note(reading, name, taken, words)
}

function short(arg: string, next: readonly string[], known: Harmless, reading: Reading): Taken {
  if (known.digits && /^-\d+$/.test(arg)) return 0
  for (let at = 1; at < arg.length; at += 1) {
    const letter = arg.charAt(at)
    const rest = arg.slice(at + 1)
    if (known.valued.has(letter)) {
      if (rest !== '' || known.plain.has(letter)) return note(reading, letter, rest === '' ? [] : [rest], 0)
      if (next.length === 0 || (isOption(next[0] ?? '') && !isPattern(letter))) return undefined
      return note(reading, letter, next.slice(0, 1), 1)
    }
    if (!known.plain.has(letter)) return undefined
    note(reading, letter, [], 0)
  }
  return 0
}

/** Versions of programs differ in whether an option takes the next word: one that looks like an option may be one. */
function isOption(word: string): boolean {
  return /^--?[A-Za-z]|^--$/.test(word)
}

/** Takes the next word in all versions. */
function isPattern(name: string): boolean {
  return name === 'e' || name === 'regexp' || name === 'expression'
}

function note({ flags, values }: Reading, name: string, words: readonly string[], taken: number): number {
  flags.add(name)
  if (words.length > 0) values.set(name, [...(values.get(name) ?? []), ...words])
  return taken
}
