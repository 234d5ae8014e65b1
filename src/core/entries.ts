import type { LockedEntry, LockedHook, LockedPack } from './lockfile.ts'

/** Installed packs by name. */
export type Packs = Readonly<Record<string, LockedPack>>

/** The table that the runtime reads: every hook that runs in our process. Shape: `Table` of the runtime. */
export function tableOf(packs: Packs): string {
  const hooks: Record<string, unknown> = {}
  for (const [name, pack] of byName(packs)) {
    for (const hook of pack.hooks) {
      if (!('module' in hook.handler)) continue
      hooks[`${name}/${hook.id}`] = {
        event: hook.event,
        ...(hook.matcher === undefined ? {} : { matcher: hook.matcher }),
        module: `${pack.folder}/${hook.handler.module}`,
        pack: pack.folder,
        options: pack.options,
        failure: hook.failure,
        timeout: hook.timeout,
      }
    }
  }
  return `${JSON.stringify({ version: 1, hooks }, null, 2)}\n`
}

/**
 * The entries that these packs need. Hooks with the same event, matcher, `if`, time limit, mode and failure mode
 * share one entry, so that one event starts one process, not one per pack.
 */
export function entriesOf(
  packs: Packs,
  command: (hooks: readonly string[]) => string,
): readonly LockedEntry[] {
  const shared = new Map<string, { hook: LockedHook; keys: string[] }>()
  const entries: LockedEntry[] = []
  for (const [name, pack] of byName(packs)) {
    for (const hook of pack.hooks) {
      const key = `${name}/${hook.id}`
      if (!('module' in hook.handler)) {
        entries.push(entry(hook, [key], { type: hook.handler.type, ...hook.handler.fields }))
        continue
      }
      const group = JSON.stringify([
        hook.event,
        hook.matcher,
        hook.if,
        hook.timeout,
        hook.async,
        hook.failure,
      ])
      const found = shared.get(group)
      if (found) found.keys.push(key)
      else shared.set(group, { hook, keys: [key] })
    }
  }
  for (const { hook, keys } of shared.values()) {
    entries.push(entry(hook, keys, { type: 'command', command: command(keys) }))
  }
  return entries
}

function byName(packs: Packs): [string, LockedPack][] {
  return Object.entries(packs).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Key order is the client's schema order, so that its own rewrite of the file leaves our entry alone. */
function entry(hook: LockedHook, hooks: readonly string[], handler: Record<string, unknown>): LockedEntry {
  return {
    event: hook.event,
    ...(hook.matcher === undefined ? {} : { matcher: hook.matcher }),
    hooks,
    handler: {
      ...handler,
      ...(hook.if === undefined ? {} : { if: hook.if }),
      timeout: hook.timeout,
      ...(hook.statusMessage === undefined ? {} : { statusMessage: hook.statusMessage }),
      ...(hook.async ? { async: true } : {}),
      ...(hook.failure === 'block' && !hook.async ? { onFailure: 'block' } : {}),
    },
  }
}
