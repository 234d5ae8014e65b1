import { HooksError } from '../errors.ts'
import type { Line, Registry, SearchRow } from '../schema/registry.ts'
import {
  newRegistry,
  newVersion,
  registryJson,
  type Source,
  searchRow,
  searchShard,
} from './registry-build.ts'
import { isNewer, withLine } from './registry-lines.ts'

/** A registry as far as adding a version of one pack needs it. */
export interface Existing {
  /** Undefined for one that is to be made. */
  readonly info: Registry | undefined
  /** The file of the pack's versions, as it is. */
  readonly text: string
  /** The versions in it. */
  readonly lines: readonly Line[]
  /** The rows of each search shard, by its path. */
  readonly shards: Readonly<Record<string, readonly SearchRow[]>>
}

/** Where a version goes, and when it is published. */
export interface Addition {
  readonly name: string
  readonly pubtime: string
  /** Path of the file of the pack's versions. */
  readonly versionsPath: string
}

/** Files to write in this order: a reader that sees one of them finds everything that it names. */
export type OrderedFiles = readonly (readonly [path: string, bytes: Uint8Array])[]

/**
 * What adding one version to a registry writes. Lines that are there keep their bytes. A version that is there already
 * with the same contents gets no second line; with other contents it is refused (`version-published`).
 */
export function addVersion(source: Source, existing: Existing, addition: Addition): OrderedFiles {
  const { line, meta, tarball } = newVersion(source, { pubtime: () => addition.pubtime })
  const before = existing.lines.find(({ vers }) => vers === line.vers)
  if (before && before.meta !== line.meta) throw otherBytes(line)
  const info = existing.info ?? newRegistry(addition.name)
  return [
    ...(before ? [] : [[info.dl.replace('{sha256}', line.sha256), tarball] as const]),
    ...(before ? [] : [[`meta/${line.meta}.json`, bytes(meta)] as const]),
    ...(existing.info ? [] : [['registry.json', registryJson(info)] as const]),
    ...shardWith(searchRow(source), info, existing.shards),
    ...(before ? [] : [[addition.versionsPath, bytes(withLine(existing.text, line))] as const]),
  ]
}

function otherBytes({ name, vers }: Line): HooksError {
  return new HooksError(
    'version-published',
    `\`${name}@${vers}\` is published already, with other contents`,
    {
      hint: 'a published version never changes: raise `version` in package.json',
    },
  )
}

/** The search shard that has the pack, or the last one, with its row; nothing when the row is not newer. */
function shardWith(row: SearchRow, { search }: Registry, shards: Existing['shards']): OrderedFiles {
  const shard = search.find((one) => shards[one]?.some(({ name }) => name === row.name)) ?? search.at(-1)
  if (shard === undefined) return []
  const rows = shards[shard] ?? []
  const before = rows.find(({ name }) => name === row.name)
  if (before && !isNewer(row.latest, before.latest)) return []
  return [[shard, searchShard([...rows.filter((other) => other !== before), row])]]
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
