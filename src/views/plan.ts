import path from 'node:path'
import type { Unapproved } from '../core/approval.ts'
import type { Pack } from '../core/archive-pack.ts'
import type { LockedEntry } from '../core/lockfile.ts'
import type { PackChange, Plan } from '../core/plan.ts'
import { diffLines } from './diff.ts'
import { evidencePhrase } from './evidence.ts'
import { noteLine } from './notes.ts'
import { clipped, columns, printable, type Style, wrapped } from './style.ts'
import { updateLines } from './update.ts'
import { WIDTH } from './view.ts'

/** Whether every line of a long diff is shown. */
export type Extent = 'short' | 'whole'

/** A longer diff is not read, so what matters in it would be overlooked. */
const MOST_LINES = 80

/** The column that names of what an entry runs begin in. */
const ENTRY_AT = 26

/** Everything a person should see before saying yes: what runs when, what it says it touches, the exact diff. */
export function planLines(plan: Plan, style: Style, extent: Extent = 'short'): readonly string[] {
  return [
    ...plan.changes.flatMap((change) => changeLines(change, plan, style)),
    ...switchLines(plan, style),
    ...putBack(plan),
    ...plan.unapproved.flatMap((one) => unapprovedLines(one, style)),
    ...settingsLines(plan, style, extent),
    ...ownFiles(plan),
    ...plan.notes.map((note) => style.yellow(noteLine(note))),
  ]
}

/** The diff of the settings; of a long one the entries, each in a line. */
function settingsLines({ scope, settings, entries }: Plan, style: Style, extent: Extent): readonly string[] {
  const lines = diffLines(scope.settingsFile, settings, style)
  if (extent === 'whole' || lines.length <= MOST_LINES || entries === undefined) return lines
  const { added, removed } = entries
  return [
    ...lines.slice(0, 2),
    style.dim(`@@ ${lines.length - 2} lines, in short; \`--dry-run\` shows them all @@`),
    ...removed.flatMap((entry) => entryLines('-', entry)).map(style.red),
    ...added.flatMap((entry) => entryLines('+', entry)).map(style.green),
  ]
}

/** The event and its matcher, and what runs: behind them where it fits, else below. */
function entryLines(sign: string, { event, matcher, handler, hooks }: LockedEntry): readonly string[] {
  const what =
    handler['command'] === undefined ? [handler['url'] ?? handler['prompt'] ?? handler['tool']] : hooks
  const head = `${sign} ${printable(event)}${matcher ? `  ${clipped(matcher, 50)}` : ''}`
  const runs = clipped(what.join(' '), 300)
  return runs.length <= WIDTH - ENTRY_AT && head.length < ENTRY_AT - 1
    ? [head.padEnd(ENTRY_AT) + runs]
    : [head, ...wrapped(runs, WIDTH - 6, 9).map((line) => `${sign}     ${line}`)]
}

function switchLines({ switched: { off, on } = { off: [], on: [] } }: Plan, style: Style): readonly string[] {
  const lines = [
    ...off.map((hook) => style.bold(`disables ${printable(hook)}`)),
    ...on.map((hook) => style.bold(`enables ${printable(hook)}`)),
  ]
  return lines.length === 0 ? [] : [...lines, '']
}

/** What the files of a scope would run, and nobody here has agreed to. */
function unapprovedLines(
  { name, pack, approved, capabilities }: Unapproved,
  style: Style,
): readonly string[] {
  const since = approved === undefined ? 'not approved by you yet' : `not as you approved it (${approved})`
  const does = approved === undefined ? 'can' : 'can now'
  return [
    style.bold(`${printable(name)} ${printable(pack.version)}: ${since}`),
    style.dim(`  from ${printable(pack.source)}, ${printable(pack.integrity.slice(0, 19))}…`),
    ...columns(capabilities.map((one) => [`  ${does}`, style.yellow(printable(one))])),
    ...(capabilities.length === 0 ? ['  can do what it could, by other code or options'] : []),
    '',
  ]
}

/** Packs whose files were gone, and are written again as they were. */
function putBack({ packs, changes }: Plan): readonly string[] {
  return packs
    .filter(({ name }) => changes.every((change) => change.name !== name))
    .map(({ name, version, artifact }) => `puts back ${name} ${version} from ${printable(artifact.source)}`)
}

function changeLines(change: PackChange, { packs }: Plan, style: Style): readonly string[] {
  const { name, before, after } = change
  const pack = packs.find((one) => one.name === name)
  if (before && after) return [...updateLines(name, { ...change, before, after }, style), '']
  if (after && pack) return [...packLines(pack, style), '']
  return before && !after ? [style.bold(`takes away ${name} ${before.version}`), ''] : []
}

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
  const said = pack.manifest.permissions
  if (!said) return ['  it does not say what it touches']
  const secrets = said.env ?? []
  return [
    ...(['reads', 'writes', 'runs', 'network'] as const).flatMap((kind) => {
      const list = said[kind] ?? []
      return touched(kind, list.length === 0 ? 'nothing' : list.map((one) => printable(one)).join(', '))
    }),
    ...(secrets.length === 0 ? [] : touched('secrets', secretsOf(pack, secrets))),
  ]
}

function touched(kind: string, what: string): readonly string[] {
  return wrapped(what, WIDTH - 11, 9).map((line, at) => `  ${(at === 0 ? kind : '').padEnd(7)}  ${line}`)
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

function ownFiles(plan: Plan): readonly string[] {
  const inside = plan.writes.filter((write) => write.path !== plan.scope.settingsFile)
  if (inside.length === 0 && plan.packs.length === 0) return []
  const removed = plan.packs.length === 0 && inside.every((write) => write.after === null)
  const folder = path.join(plan.scope.folder, path.sep)
  const shown = plan.settings.before !== plan.settings.after
  return [
    ...(shown ? [''] : []),
    removed
      ? `removes ${folder}`
      : `writes ${folder}${plan.packs.length > 0 ? ' (the packs, the runtime, the lockfile)' : ''}`,
  ]
}
