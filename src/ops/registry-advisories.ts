import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { HooksError } from '../errors.ts'
import { codeOf, readText, reason } from '../io/read.ts'
import { openAdvisories, readRecord } from '../schema/advisories.ts'
import { parseJson } from '../schema/json.ts'
import type { BuildPlace } from './build-registry.ts'

/** The folder of the sources with what is known to be wrong with packs, a record of OSV in each file. */
const FOLDER = '_advisories'

/**
 * The text of the file of advisories of a registry, from its sources; undefined where these have no folder for them.
 * Throws when one is not valid, and when there are none where there were some: they do not vanish.
 */
export async function advisoriesIn({
  catalog,
  registry,
}: Pick<BuildPlace, 'catalog' | 'registry'>): Promise<string | undefined> {
  const folder = path.join(catalog, FOLDER)
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw invalid(folder, reason(error))
  })
  if (!names) return undefined
  const records = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => recordAt(path.join(folder, name))),
  )
  if (records.length === 0 && (await countIn(registry)) > 0)
    throw invalid(folder, 'it has no records, and the registry has some')
  const byName = new Map<string, unknown[]>()
  for (const { value, packs } of records)
    for (const name of packs) byName.set(name, [...(byName.get(name) ?? []), value])
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1))
  return `${JSON.stringify({ v: 1, advisories: Object.fromEntries(sorted) }, null, 2)}\n`
}

async function recordAt(
  file: string,
): Promise<{ readonly value: unknown; readonly packs: readonly string[] }> {
  const parsed = parseJson((await readText(file)) ?? '')
  if ('fault' in parsed) throw invalid(file, parsed.fault)
  const { affected = [] } = readRecord(parsed.value, (fault) => invalid(file, fault))
  const packs = [...new Set(affected.flatMap((one) => (one.package ? [one.package.name] : [])))]
  if (packs.length === 0) throw invalid(file, 'it names no package that is affected')
  return { value: parsed.value, packs }
}

/** How many the registry has as it is. */
async function countIn(registry: string): Promise<number> {
  const file = path.join(registry, 'advisories', 'all.json')
  const text = await readText(file)
  return text === null ? 0 : openAdvisories(text, (fault) => invalid(file, fault)).size
}

function invalid(file: string, fault: string): HooksError {
  return new HooksError('advisories-unusable', `${file} is no source of advisories: ${fault}`, {
    hint: 'each file is one record in the format of osv.dev; see docs/registry-format.md',
  })
}
