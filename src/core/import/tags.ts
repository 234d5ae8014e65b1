import { isRecord } from '../seen/record.ts'

const TAGS: Readonly<Record<string, string>> = { __prpm_hook_id: 'prpm', _apm_source: 'apm' }
const MOST_NAMED = 5

/** A sentence on entries that another package manager has marked as its own; undefined when there are none. */
export function taggedBy(value: unknown): string | undefined {
  const events = isRecord(value) && isRecord(value['hooks']) ? Object.values(value['hooks']) : []
  const groups = events.flat().filter(isRecord)
  const entries = [...groups, ...groups.flatMap(({ hooks }) => [hooks].flat().filter(isRecord))]
  const named = entries.flatMap((entry) =>
    Object.entries(TAGS).flatMap(([tag, tool]) =>
      typeof entry[tag] === 'string' ? [`${entry[tag].slice(0, 80)} of ${tool}`] : [],
    ),
  )
  const each = [...new Set(named)]
  const more = each.length > MOST_NAMED ? ` and ${each.length - MOST_NAMED} more` : ''
  return each.length === 0
    ? undefined
    : `installed by another tool, whose own records stay: ${each.slice(0, MOST_NAMED).join(', ')}${more}`
}
