import type { LockedEntry } from '../lockfile.ts'
import { isSameJson } from '../same-json.ts'
import type { PlacedHandler } from './handlers.ts'
import type { PutBy } from './seen-hook.ts'
import type { HookSource } from './source.ts'

/** What every command of ours starts, whatever the scope. */
const OUR_RUNTIME = /\/hookpack(?:\.local)?\/runtime\.cjs\b/

/** Who put each handler of a source there. Ours are recognised by value, as everywhere. */
export function putBy(source: HookSource, handlers: readonly PlacedHandler[]): readonly PutBy[] {
  const ours = new Map<PlacedHandler, PutBy>()
  for (const entry of source.entries) {
    const same = handlers.findLast((one) => isSame(one, entry))
    const found = same ?? handlers.findLast((one) => isEdited(one, entry))
    if (found) ours.set(found, packOf(entry, same === undefined))
  }
  return handlers.map((one) => ours.get(one) ?? otherwise(source, one))
}

function isSame(one: PlacedHandler, entry: LockedEntry): boolean {
  return one.event === entry.event && one.matcher === entry.matcher && isSameJson(one.value, entry.handler)
}

function isEdited(one: PlacedHandler, entry: LockedEntry): boolean {
  const { command } = entry.handler as { command?: unknown }
  return one.event === entry.event && command !== undefined && one.value['command'] === command
}

function packOf({ hooks }: LockedEntry, edited: boolean): PutBy {
  const packs = [...new Set(hooks.map((hook) => hook.slice(0, hook.lastIndexOf('/'))))]
  return { by: 'pack', packs, hooks, edited }
}

function otherwise({ kind, plugin, owner }: HookSource, { value }: PlacedHandler): PutBy {
  if (plugin) return { by: 'plugin', plugin: plugin.id }
  if (kind === 'managed' || owner === 'administrator') return { by: 'administrator' }
  return OUR_RUNTIME.test(String(value['command'] ?? '')) ? { by: 'hookpack' } : { by: 'hand' }
}
