import type { Pack } from '../core/archive-pack.ts'
import { evidencePhrase } from './evidence.ts'
import { columns, printable, type Style, wrapped } from './style.ts'
import { WIDTH } from './view.ts'

/** A pack's hooks and what it says it touches. */
export function packLines(pack: Pack, style: Style): readonly string[] {
  const { source, integrity, files } = pack.artifact
  const brought = Object.entries(pack.manifest.packs ?? {}).map(([name, range]) => [
    `  brings ${printable(name)}`,
    printable(typeof range === 'string' ? range : range.version),
  ])
  return [
    style.bold(`${pack.name} ${pack.version}`),
    ...wrapped(printable(pack.description), 76, 5).map((line) => `  ${line}`),
    style.dim(
      `  from ${printable(source)}, ${files.length} files, ${integrity.slice(0, 19)}… verified${evidencePhrase(pack.artifact)}`,
    ),
    ...hookLines(pack),
    ...columns(brought),
    ...(pack.manifest.hooks.length === 0 ? [] : touches(pack)),
  ]
}

/** More events than that get a line of their own. */
const MOST_EVENTS = 3

/** When its hooks run, those that differ by their event only together. */
function hookLines({ manifest }: Pack): readonly string[] {
  const alike = new Map<string, { readonly rest: readonly string[]; readonly events: string[] }>()
  for (const hook of manifest.hooks) {
    const how = `${hook.async ? 'in the background, ' : ''}${hook.failure === 'block' ? 'blocks if it fails' : 'goes on if it fails'}, at most ${hook.timeout} s`
    const rest = [matcherOf(hook), how]
    const same = alike.get(rest.join('\n')) ?? { rest, events: [] }
    if (!same.events.includes(hook.event)) same.events.push(hook.event)
    alike.set(rest.join('\n'), same)
  }
  const groups = [...alike.values()]
  const cells = groups.map(({ rest, events }) => [
    events.length > MOST_EVENTS ? `  on ${events.length} events` : `  on ${events.join(', ')}`,
    ...rest,
  ])
  const rows = columns(cells)
  const narrow = rows.every((row) => row.length <= WIDTH)
  return groups.flatMap(({ events }, at) => [
    ...(narrow ? [rows[at] ?? ''] : below(cells[at] ?? [])),
    ...(events.length > MOST_EVENTS
      ? wrapped(events.join(', '), WIDTH - 5, 9).map((line) => `     ${line}`)
      : []),
  ])
}

/** A row that is too wide: what stood beside its start, below it. */
function below([start = '', ...rest]: readonly string[]): readonly string[] {
  const lines = rest.filter((cell) => cell !== '').flatMap((cell) => wrapped(cell, WIDTH - 5, 5))
  return [start, ...lines.map((line) => `     ${line}`)]
}

/** `network: none` and so on, as the pack declares it. */
function touches(pack: Pack): readonly string[] {
  return saidOf(pack, 'nothing').flatMap(([kind, what]) => touched(kind, what, MOST_LINES))
}

/** The same in short: what it leaves alone is left out, and what is long is cut off. */
export function touchedLines(pack: Pack): readonly string[] {
  if (pack.manifest.hooks.length === 0) return []
  const said = saidOf(pack, undefined)
  return said.length === 0
    ? ['  touches nothing']
    : said.flatMap(([kind, what]) => touched(kind, what, FEW_LINES))
}

const MOST_LINES = 9
const FEW_LINES = 2

/** What it says it touches, by kind; `nothing` stands for an empty kind, which is left out without it. */
function saidOf(pack: Pack, nothing: string | undefined): readonly (readonly [kind: string, what: string])[] {
  const said = pack.manifest.permissions
  if (!said) return [['', 'it does not say what it touches']]
  const lists = [
    ...(['reads', 'writes', 'runs', 'network'] as const).map((kind) => {
      const list = (said[kind] ?? []).map((one) => printable(one))
      return [kind, list.length === 0 ? nothing : list.join(', ')] as const
    }),
    ['secrets', said.env?.length ? secretsOf(pack, said.env) : undefined] as const,
  ]
  return lists.flatMap(([kind, what]) => (what === undefined ? [] : [[kind, what] as const]))
}

function touched(kind: string, what: string, most: number): readonly string[] {
  if (kind === '') return [`  ${what}`]
  return wrapped(what, WIDTH - 11, most).map((line, at) => `  ${(at === 0 ? kind : '').padEnd(7)}  ${line}`)
}

/** The variables with names of secrets that it is given; `{option}` as what the option holds. */
function secretsOf({ options }: Pack, names: readonly string[]): string {
  return names
    .map((name) => (name.startsWith('{') ? String(options[name.slice(1, -1)] ?? name) : name))
    .map((name) => printable(name))
    .join(', ')
}

/** The tools a hook is for, as a phrase. */
function matcherOf(hook: {
  readonly matcher?: string | undefined
  readonly tools?: readonly string[] | undefined
}): string {
  const names = hook.tools?.join(', ') ?? hook.matcher
  return names === undefined || names === '' || names === '*' ? '' : printable(names)
}
