/** A word as far as options are concerned; what else it knows is kept. */
export interface Worded {
  readonly text: string
}

/** Options and operands of one call. */
export interface Parsed<W extends Worded> {
  /** Names of the options given, the last spelling of a long one completed. */
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, readonly W[]>
  readonly rest: readonly W[]
}

/** Which options a program has: short letters and long names, and which of them take a value. */
export interface Spec {
  readonly names: readonly string[]
  readonly valued: ReadonlySet<string>
}

/** Reads a list such as `f r force recursive u: user=` (`:` and `=` mark options with a value). */
export function spec(list: string): Spec {
  const entries = list.split(/\s+/).filter(Boolean)
  return {
    names: entries.map((entry) => entry.replace(/[:=]$/, '')),
    valued: new Set(entries.filter((entry) => /[:=]$/.test(entry)).map((entry) => entry.slice(0, -1))),
  }
}

interface Reading<W> {
  readonly flags: Set<string>
  readonly values: Map<string, W[]>
  readonly rest: W[]
}

/** Splits arguments as getopt does; with `stopEarly` the first operand ends the options (as for wrappers). */
export function parseOptions<W extends Worded>(
  args: readonly W[],
  known: Spec,
  stopEarly = false,
): Parsed<W> {
  const reading: Reading<W> = { flags: new Set(), values: new Map(), rest: [] }
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] as W
    if (arg.text === '--') {
      reading.rest.push(...args.slice(at + 1))
      break
    }
    if (!/^-./.test(arg.text)) {
      reading.rest.push(...(stopEarly ? args.slice(at) : [arg]))
      if (stopEarly) break
      continue
    }
    const taken = arg.text.startsWith('--') ? long(arg, args[at + 1], known) : short(arg, args[at + 1], known)
    record(taken, reading)
    if (taken.tookNext) at += 1
  }
  return reading
}

interface Taken<W> {
  readonly flags: readonly string[]
  readonly value?: { readonly name: string; readonly text: W }
  readonly tookNext: boolean
}

function record<W>(taken: Taken<W>, { flags, values }: Reading<W>): void {
  for (const flag of taken.flags) {
    flags.add(flag)
    if (flag.startsWith('no-')) flags.delete(flag.slice(3))
    else flags.delete(`no-${flag}`)
  }
  if (taken.value) values.set(taken.value.name, [...(values.get(taken.value.name) ?? []), taken.value.text])
}

function long<W extends Worded>(arg: W, next: W | undefined, known: Spec): Taken<W> {
  const [given = '', ...inline] = arg.text.slice(2).split('=')
  const name = completed(given, known)
  if (inline.length > 0)
    return { flags: [name], value: { name, text: { ...arg, text: inline.join('=') } }, tookNext: false }
  if (!known.valued.has(name) || !next) return { flags: [name], tookNext: false }
  return { flags: [name], value: { name, text: next }, tookNext: true }
}

/** What an abbreviation becomes that several options share; programs refuse it. */
export const AMBIGUOUS = '?'

function completed(given: string, { names }: Spec): string {
  if (names.includes(given) || given === '') return given
  const negated = given.startsWith('no-')
  const part = negated ? given.slice(3) : given
  const matches = names.filter((name) => name.length > 1 && name.startsWith(part))
  // When several names go on from here, only one that all others start with is a safe guess.
  const match = matches.find((name) => matches.every((other) => other.startsWith(name)))
  if (match === undefined) return matches.length > 1 ? AMBIGUOUS : given
  return negated ? `no-${match}` : match
}

function short<W extends Worded>(arg: W, next: W | undefined, known: Spec): Taken<W> {
  const letters = arg.text.slice(1)
  const flags: string[] = []
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters.charAt(at)
    flags.push(letter)
    if (!known.valued.has(letter)) continue
    const attached = letters.slice(at + 1)
    if (attached)
      return {
        flags,
        value: { name: letter, text: { ...arg, text: attached.replace(/^=/, '') } },
        tookNext: false,
      }
    return next ? { flags, value: { name: letter, text: next }, tookNext: true } : { flags, tookNext: false }
  }
  return { flags, tookNext: false }
}

/** Whether any of the options was given. */
export function any(parsed: Pick<Parsed<Worded>, 'flags'>, ...names: readonly string[]): boolean {
  return names.some((name) => parsed.flags.has(name))
}

/** The last value given to any of the options. */
export function lastValue<W extends Worded>(parsed: Parsed<W>, ...names: readonly string[]): W | undefined {
  return names.flatMap((name) => parsed.values.get(name) ?? []).at(-1)
}

/** Every value given to any of the options. */
export function allValues<W extends Worded>(parsed: Parsed<W>, ...names: readonly string[]): readonly W[] {
  return names.flatMap((name) => parsed.values.get(name) ?? [])
}
