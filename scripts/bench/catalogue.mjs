import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What edits files: packs that look at edits name these tools. */
const EDITS = 'Edit|MultiEdit|Write|NotebookEdit'

const MOST_NAMED = 6

/**
 * @typedef {{ name: string, events: string, cases: number, hooks: object[], files: object[] }} Listed
 *   `events` with their matchers in words; `hooks` of the manifest, `files` of cases
 */

/** @returns {Listed[]} the packs of the catalog, by name */
export function listCatalogue(catalog) {
  return readdirSync(catalog, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map(({ name }) => listPack(path.join(catalog, name), name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function listPack(folder, name) {
  const { hooks = [], packs } = JSON.parse(readFileSync(path.join(folder, 'hooks.json'), 'utf8'))
  const cases = path.join(folder, 'cases')
  const files = (existsSync(cases) ? readdirSync(cases).sort() : []).map((file) =>
    JSON.parse(readFileSync(path.join(cases, file), 'utf8')),
  )
  const count = files.reduce((sum, file) => sum + file.cases.length, 0)
  const events = packs ? `those of ${Object.keys(packs).length} packs` : eventsOf(hooks)
  return { name, events, cases: count, hooks, files }
}

/** `PreToolUse (Bash; edits), Stop`. */
function eventsOf(hooks) {
  const matchers = new Map()
  for (const { event, tools, matcher } of hooks) {
    const text = tools?.join('|') ?? matcher
    const words = text === EDITS ? 'edits' : text?.replace(/^\^\(\?:(.*)\)\$$/, '$1').replaceAll('|', ', ')
    matchers.set(event, [...(matchers.get(event) ?? []), ...(words === undefined ? [] : [words])])
  }
  const named = [...matchers].map(([event, of]) => (of.length === 0 ? event : `${event} (${of.join('; ')})`))
  const more = named.length - MOST_NAMED
  return more > 0 ? `${named.slice(0, MOST_NAMED).join(', ')} and ${more} more` : named.join(', ')
}

/** One row of Markdown for each pack; `times` has those that were measured, by name. */
export function catalogueTable(packs, times) {
  const head = ['pack', 'events (matchers)', 'cases', 'time per call']
  const rows = packs.map(({ name, events, cases }) => [name, events, String(cases), times.get(name) ?? '-'])
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at].length)))
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
