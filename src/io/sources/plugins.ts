import path from 'node:path'
import type { Note } from '../../core/notes.ts'
import { isRecord } from '../../core/seen/record.ts'
import type { HookSource } from '../../core/seen/source.ts'
import { enabledIn } from '../../core/seen/switches.ts'
import { type Document, fieldsOf, readDocument } from './document.ts'

/** An installed plugin: where the client reads it from, and which settings file switches it on or off. */
export interface Plugin {
  /** `name@marketplace`. */
  readonly id: string
  readonly root: string
  readonly enabled: boolean
  /** The file that decides; undefined when none names it. */
  readonly decidedBy: string | undefined
}

/** The plugins that are installed or switched on for this folder, by the client's own records in `<config>/plugins`. */
export async function installedPlugins(
  config: string,
  folders: readonly string[],
  settings: readonly HookSource[],
): Promise<{ readonly plugins: readonly Plugin[]; readonly notes: readonly Note[] }> {
  const folder = path.join(config, 'plugins')
  const file = path.join(folder, 'installed_plugins.json')
  const record = await readDocument(file)
  const notes: readonly Note[] =
    record && 'fault' in record ? [{ code: 'plugins-unknown', file, why: record.fault }] : []
  const installed = recordOf(fieldsOf(record)['plugins'])
  const ids = [...new Set([...Object.keys(installed), ...settings.flatMap(({ value }) => enabledIn(value))])]
  if (ids.length === 0) return { plugins: [], notes }
  const markets = fieldsOf(await readDocument(path.join(folder, 'known_marketplaces.json')))
  const plugins: Plugin[] = []
  for (const id of ids) {
    const root = (await inPlace(id, markets)) ?? recordFor(installed[id], folders)
    if (root === undefined) continue
    plugins.push({ id, root, ...decisionOn(id, settings) })
  }
  return { plugins, notes }
}

/** The folder of the record that is for one of these folders, else for all. */
function recordFor(records: unknown, folders: readonly string[]): string | undefined {
  const list = Array.isArray(records) ? records.filter(isRecord) : []
  const here = list.find(({ projectPath }) => folders.includes(String(projectPath)))
  const everywhere = list.find(({ projectPath }) => projectPath === undefined)
  const { installPath } = here ?? everywhere ?? {}
  return typeof installPath === 'string' ? installPath : undefined
}

/** A plugin of a marketplace that is a folder on this machine is read from that folder, not from the client's copy. */
async function inPlace(id: string, markets: Fields): Promise<string | undefined> {
  const cut = id.lastIndexOf('@')
  const market = recordOf(markets[id.slice(cut + 1)])
  const { installLocation } = market
  if (recordOf(market['source'])['source'] !== 'directory' || typeof installLocation !== 'string')
    return undefined
  const listed = fieldsOf(
    await readDocument(path.join(installLocation, '.claude-plugin', 'marketplace.json')),
  )
  const plugins = Array.isArray(listed['plugins']) ? listed['plugins'].filter(isRecord) : []
  const source = plugins.find(({ name }) => name === id.slice(0, cut))?.['source']
  if (typeof source !== 'string' || !source.startsWith('.')) return undefined
  return path.join(installLocation, source)
}

function decisionOn(id: string, settings: readonly HookSource[]): Pick<Plugin, 'enabled' | 'decidedBy'> {
  const deciding = settings.findLast(
    ({ value, off }) => off === undefined && recordOf(recordOf(value)['enabledPlugins'])[id] !== undefined,
  )
  const on = recordOf(recordOf(deciding?.value)['enabledPlugins'])[id]
  return { enabled: on !== undefined && on !== false, decidedBy: deciding?.file }
}

/** The files of a plugin that have hooks: `hooks/hooks.json`, and those that its manifest names or holds. */
export async function pluginSources(plugin: Plugin): Promise<readonly HookSource[]> {
  const manifest = path.join(plugin.root, '.claude-plugin', 'plugin.json')
  const described = await readDocument(manifest)
  const named = fieldsOf(described)['hooks']
  const list = Array.isArray(named) ? named : [named]
  const files = [
    path.join(plugin.root, 'hooks', 'hooks.json'),
    ...list.flatMap((one) => (typeof one === 'string' ? [path.join(plugin.root, one)] : [])),
  ]
  const sources: HookSource[] = []
  for (const file of new Set(files)) {
    const document = await readDocument(file)
    if (document) sources.push(sourceIn(plugin, file, document, ['hooks']))
  }
  return [
    ...sources,
    ...list.flatMap((one, index) =>
      isRecord(one)
        ? [sourceIn(plugin, manifest, described, Array.isArray(named) ? ['hooks', index] : ['hooks'])]
        : [],
    ),
  ]
}

function sourceIn(plugin: Plugin, file: string, document: Document, at: HookSource['at']): HookSource {
  return { kind: 'plugin', file, name: plugin.id, ...ofPlugin(plugin), ...document, at, entries: [] }
}

/** What every source in a plugin has of it. */
export function ofPlugin({ id, root, enabled, decidedBy }: Plugin): Partial<HookSource> {
  return {
    plugin: { id, root },
    ...(enabled ? {} : { off: 'plugin-disabled', ...(decidedBy === undefined ? {} : { offBy: decidedBy }) }),
  }
}

type Fields = Readonly<Record<string, unknown>>

function recordOf(value: unknown): Fields {
  return isRecord(value) ? value : {}
}
