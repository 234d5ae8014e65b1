import path from 'node:path'
import type { Unapproved } from '../core/approval.ts'
import type { LockedEntry } from '../core/lockfile.ts'
import type { PackChange, Plan } from '../core/plan.ts'
import { diffLines } from './diff.ts'
import { noteLine } from './notes.ts'
import { packLines } from './pack-lines.ts'
import { goneLines, MOST_IN_FULL, shortLines, sumLines } from './plan-short.ts'
import { clipped, printable, type Style, wrapped } from './style.ts'
import { updateLines } from './update.ts'
import { folded, WIDTH } from './view.ts'

/** Whether every line of a long diff is shown. */
export type Extent = 'short' | 'whole'

/** A longer diff is not read, so what matters in it would be overlooked. */
const MOST_LINES = 80

/** The column that names of what an entry runs begin in. */
const ENTRY_AT = 26

/** Everything a person should see before saying yes: what runs when, what it says it touches, the exact diff. */
export function planLines(plan: Plan, style: Style, extent: Extent = 'short'): readonly string[] {
  const inShort = extent === 'short' && plan.packs.length > MOST_IN_FULL
  const goesInShort = plan.changes.filter(({ after }) => after === null).length > MOST_IN_FULL
  return [
    ...mendingLines(plan, style),
    ...sumLines(plan, inShort).map(style.bold),
    ...(inShort ? shortLines(plan, style) : []),
    ...(goesInShort ? goneLines(plan) : []),
    ...plan.changes
      .filter(({ before, after }) => !(inShort && before === null) && !(goesInShort && after === null))
      .flatMap((change) => changeLines(change, plan, style)),
    ...switchLines(plan, style),
    ...putBack(plan),
    ...plan.unapproved.flatMap((one) => unapprovedLines(one, style)),
    ...settingsLines(plan, style, extent),
    ...ownFiles(plan),
    ...plan.notes.map((note) => style.yellow(noteLine(note))),
  ]
}

/** What is mended, where and why, before the diff that does it. */
function mendingLines({ scope, mending = [] }: Plan, style: Style): readonly string[] {
  if (mending.length === 0) return []
  const faults = mending.length === 1 ? 'one fault' : `${mending.length} faults`
  return [
    style.bold(`mends ${faults} in ${printable(scope.settingsFile)}:`),
    ...mending.flatMap(({ rule, line, column, says, why }) => [
      ...folded(`  ${line}:${column}  ${rule}  ${printable(says)}`, 4),
      ...folded(`    why: ${printable(why)}`, 9).map(style.dim),
    ]),
    '',
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
  const lead = approved === undefined ? '  ' : '  now also: '
  return [
    style.bold(`${printable(name)} ${printable(pack.version)}: ${since}`),
    style.dim(`  from ${printable(pack.source)}, ${printable(pack.integrity.slice(0, 19))}…`),
    ...capabilities.map((one) => `${lead}${style.yellow(printable(one))}`),
    ...(capabilities.length === 0 ? [`  ${nothingMore(pack, approved)}`] : []),
    '',
  ]
}

function nothingMore({ hooks }: Unapproved['pack'], approved: string | undefined): string {
  if (approved !== undefined) return 'does what it did, by other code or options'
  return hooks.length === 0 ? 'has no hooks of its own' : 'touches nothing'
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
