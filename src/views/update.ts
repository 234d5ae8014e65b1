import type { LockedPack } from '../core/lockfile.ts'
import { evidenceChange } from './evidence.ts'
import { clipped, columns, printable, type Style } from './style.ts'

/** An installed pack that changes. */
interface Change {
  readonly before: LockedPack
  readonly after: LockedPack
  readonly gains: readonly string[]
  readonly loses: readonly string[]
}

/** So many files are named; of more, only how many. */
const MOST_FILES = 8

/** What changes of an installed pack: version, source, files, what it can do, options. */
export function updateLines(name: string, change: Change, style: Style): readonly string[] {
  const { before, after } = change
  const version = before.version === after.version ? after.version : `${before.version} → ${after.version}`
  const source =
    before.source === after.source
      ? printable(after.source)
      : `${printable(before.source)} → ${printable(after.source)}`
  return [
    style.bold(`${name} ${version}`),
    style.dim(`  from ${source}, ${after.integrity.slice(0, 19)}… verified${evidenceChange(before, after)}`),
    ...columns([...fileRows(change), ...capabilityRows(change, style), ...optionRows(change)]),
  ]
}

function fileRows({ before, after }: Change): readonly (readonly string[])[] {
  const names = [...new Set([...Object.keys(before.files), ...Object.keys(after.files)])].sort()
  const changed = names.flatMap((name) => {
    const [old, now] = [before.files[name], after.files[name]]
    if (old === now) return []
    return [`${printable(name)} (${old === undefined ? 'new' : now === undefined ? 'gone' : 'changed'})`]
  })
  if (changed.length === 0) return []
  const more = changed.length > MOST_FILES ? [`and ${changed.length - MOST_FILES} more`] : []
  return [['  files', [...changed.slice(0, MOST_FILES), ...more].join(', ')]]
}

function capabilityRows({ gains, loses }: Change, style: Style): readonly (readonly string[])[] {
  return [
    ...gains.map((one) => ['  can now', style.yellow(printable(one))]),
    ...loses.map((one) => ['  no more', printable(one)]),
  ]
}

function optionRows({ before, after }: Change): readonly (readonly string[])[] {
  const [old, now] = [flat(before.options), flat(after.options)]
  const names = [...new Set([...old.keys(), ...now.keys()])]
  return names.flatMap((name) => {
    const [was, is] = [old.get(name) ?? 'not set', now.get(name) ?? 'not set']
    return was === is ? [] : [['  option', `${printable(name)}: ${clipped(was, 60)} → ${clipped(is, 60)}`]]
  })
}

/** Every value by its path (`groups.git`), as JSON. */
function flat(options: Readonly<Record<string, unknown>>, at = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(options).flatMap(([key, value]): [string, string][] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? [...flat(value as Record<string, unknown>, `${at}${key}.`)]
        : [[`${at}${key}`, JSON.stringify(value)]],
    ),
  )
}
