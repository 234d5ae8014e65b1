import type { Pack } from '../core/archive-pack.ts'
import type { LockedPack } from '../core/lockfile.ts'
import type { Plan } from '../core/plan.ts'
import { evidencePhrase } from './evidence.ts'
import { touchedLines } from './pack-lines.ts'
import { printable, type Style } from './style.ts'
import { folded } from './view.ts'

/** More packs than that are shown in short, unless `--dry-run` asks for all. */
export const MOST_IN_FULL = 5

/** What a change of more than one pack comes to: how many packs, hooks and events. */
export function sumLines({ changes, packs, unapproved }: Plan, inShort: boolean): readonly string[] {
  const come = changes.flatMap(({ before, after }) => (!before && after ? [after] : []))
  const change = changes.filter(({ before, after }) => before && after).length
  const go = changes.filter(({ after }) => !after).length
  const waits = unapproved.map(({ pack }) => pack)
  const parts = [
    ...(come.length > 0 ? [`adds ${sum(come)}`] : []),
    ...(change > 0 ? [`changes ${counted(change, 'pack')}`] : []),
    ...(go > 0 ? [`takes away ${counted(go, 'pack')}`] : []),
    ...(waits.length > 0 ? [`asks you to approve ${sum(waits)}`] : []),
  ]
  if (changes.length + waits.length < 2) return []
  const [from, ...others] = [...new Set(packs.map(originOf))]
  const all = inShort && from !== undefined && others.length === 0 ? `, all ${from}` : ''
  const short = inShort ? '; `--dry-run` shows each in full' : ''
  return [...folded(`${parts.join(', ')}${all}${short}`, 2), '']
}

function sum(packs: readonly LockedPack[]): string {
  const hooks = packs.flatMap((pack) => pack.hooks)
  const events = new Set(hooks.map(({ event }) => event)).size
  return `${counted(packs.length, 'pack')} with ${counted(hooks.length, 'hook')} on ${counted(events, 'event')}`
}

/** Each pack that comes in a few lines: when it runs and what it says it touches, without what it leaves alone. */
export function shortLines({ packs, changes }: Plan, style: Style): readonly string[] {
  const come = new Set(changes.filter(({ before }) => before === null).map(({ name }) => name))
  const shown = packs.filter(({ name }) => come.has(name))
  const sameOrigin = new Set(packs.map(originOf)).size === 1
  return [
    ...shown.flatMap((pack) => [
      ...folded(`${style.bold(`${pack.name} ${pack.version}`)}  ${runsOn(pack)}`, 4),
      ...(sameOrigin ? [] : folded(`  ${originOf(pack)}`, 4)),
      ...touchedLines(pack),
    ]),
    '',
  ]
}

/** The packs that go, in one sentence. */
export function goneLines({ changes }: Plan): readonly string[] {
  const gone = changes.flatMap(({ name, before, after }) =>
    before && !after ? [`${name} ${before.version}`] : [],
  )
  return [...folded(`  ${gone.join(', ')}`, 2), '']
}

/** `2 hooks on PreToolUse; blocks if it fails`. */
function runsOn({ manifest: { hooks, packs = {} } }: Pack): string {
  if (hooks.length === 0) return `brings ${counted(Object.keys(packs).length, 'pack')}`
  const events = [...new Set(hooks.map(({ event }) => event))]
  const on = events.length > MOST_EVENTS ? `${events.length} events` : events.join(', ')
  const guards = hooks.filter(({ failure }) => failure === 'block').length
  return `${counted(hooks.length, 'hook')} on ${on}${blocking(guards, hooks.length)}`
}

function blocking(guards: number, all: number): string {
  if (guards === 0) return ''
  const whose = guards < all ? `${guards} of them ` : all === 1 ? '' : 'all '
  return `; ${whose}${guards === 1 ? 'blocks if it fails' : 'block if they fail'}`
}

/** More events than that are only counted. */
const MOST_EVENTS = 4

function originOf({ artifact }: Pack): string {
  return `from ${printable(artifact.source)}, verified${evidencePhrase(artifact)}`
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
