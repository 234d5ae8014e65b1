import * as z from 'zod'
import type { Advisory, AffectedRange } from '../core/advisories.ts'
import { faultsOf } from './faults.ts'
import { parseJson } from './json.ts'

const eventSchema = z.object({
  introduced: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
})

/** What is read of a record of the Open Source Vulnerability format; all else in it is left alone. */
const osvSchema = z.object({
  id: z.string().min(1).max(200),
  summary: z.string().optional(),
  details: z.string().optional(),
  aliases: z.array(z.string()).optional(),
  withdrawn: z.string().optional(),
  database_specific: z.looseObject({ kind: z.string().optional() }).optional(),
  affected: z
    .array(
      z.object({
        package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
        versions: z.array(z.string()).optional(),
        ranges: z.array(z.object({ type: z.string(), events: z.array(eventSchema) })).optional(),
      }),
    )
    .optional(),
})
export type OsvRecord = z.infer<typeof osvSchema>

/** `advisories/all.json` of a registry: records by the pack that they are about. */
const byPackSchema = z.object({ v: z.literal(1), advisories: z.record(z.string(), z.array(z.unknown())) })

/** Records of one file, of which only those that are asked for are read closely. */
export interface AdvisoryFile {
  readonly text: string
  readonly size: number
  /** Throws what `fail` makes of a fault. */
  readonly about: (names: readonly string[]) => readonly Advisory[]
}

/** Opens a file of records: one record, a list of them, or records by pack. `fail` gets what is wrong with it. */
export function openAdvisories(text: string, fail: (fault: string) => Error): AdvisoryFile {
  const parsed = parseJson(text)
  if ('fault' in parsed) throw fail(`it is not JSON: ${parsed.fault}`)
  const records = recordsIn(parsed.value, fail)
  const byName = new Map<string, unknown[]>()
  for (const record of records)
    for (const name of namesIn(record)) byName.set(name, [...(byName.get(name) ?? []), record])
  return {
    text,
    size: records.length,
    about: (names) =>
      names.flatMap((name) =>
        (byName.get(name) ?? []).flatMap((record) =>
          advisoriesIn(readRecord(record, fail)).filter((one) => one.package.name === name),
        ),
      ),
  }
}

function recordsIn(value: unknown, fail: (fault: string) => Error): readonly unknown[] {
  if (Array.isArray(value)) return value
  const isRecord = typeof value === 'object' && value !== null && 'id' in value
  if (isRecord) return [value]
  const file = byPackSchema.safeParse(value)
  if (!file.success) throw fail(faultsOf(file.error)[0] ?? 'it has no records')
  return Object.values(file.data.advisories).flat()
}

/** Quickly, since a file may have a hundred thousand of them. */
function namesIn(record: unknown): readonly string[] {
  const { affected } = (record ?? {}) as { affected?: unknown }
  const list: readonly unknown[] = Array.isArray(affected) ? affected : []
  const names = list.map((one) => (one as { package?: { name?: unknown } } | null)?.package?.name)
  return [...new Set(names.filter((name) => typeof name === 'string'))]
}

/** One record. Throws what `fail` makes of its first fault. */
export function readRecord(value: unknown, fail: (fault: string) => Error): OsvRecord {
  const result = osvSchema.safeParse(value)
  if (result.success) return result.data
  throw fail(`a record is not valid: ${faultsOf(result.error)[0] ?? ''}`)
}

/** What a record says, one for each package; nothing if it was taken back. */
export function advisoriesIn(record: OsvRecord): readonly Advisory[] {
  if (record.withdrawn !== undefined) return []
  const { id, aliases = [], affected = [] } = record
  const kind = record.database_specific?.kind
  const malware = kind === 'malware' || [id, ...aliases].some((one) => one.startsWith('MAL-'))
  const summary = record.summary ?? record.details?.split('\n')[0] ?? 'no summary'
  return affected.flatMap((one) =>
    one.package === undefined
      ? []
      : [{ id, summary, malware, package: one.package, versions: one.versions ?? [], ranges: rangesOf(one) }],
  )
}

type Affected = NonNullable<OsvRecord['affected']>[number]

/** Each event that introduces begins a range, which the next event ends. Ranges of commits say nothing of versions. */
function rangesOf({ ranges = [] }: Affected): readonly AffectedRange[] {
  return ranges
    .filter(({ type }) => type === 'SEMVER' || type === 'ECOSYSTEM')
    .flatMap(({ events }) => {
      const found: AffectedRange[] = []
      for (const { introduced, fixed, last_affected: last } of events) {
        const open = found.at(-1)
        if (introduced !== undefined) found.push({ introduced })
        else if (open && fixed !== undefined) found[found.length - 1] = { ...open, fixed }
        else if (open && last !== undefined) found[found.length - 1] = { ...open, last }
      }
      return found
    })
}
