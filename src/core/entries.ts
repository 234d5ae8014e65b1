import { fillOptions } from './fill-options.ts'
import type { LockedEntry, LockedHook, LockedPack } from './lockfile.ts'

/** Installed packs by name. */
export type Packs = Readonly<Record<string, LockedPack>>

/** The table that the runtime reads: every hook that runs in our process. Shape: `Table` of the runtime. */
export function tableOf(packs: Packs): string {
  const hooks: Record<string, unknown> = {}
  for (const [name, pack] of byName(packs)) {
    for (const hook of pack.hooks) {
      const started = startedFile(hook)
      if (!started) continue
      hooks[`${name}/${hook.id}`] = {
        event: hook.event,
        ...(hook.matcher === undefined ? {} : { matcher: hook.matcher }),
        ...started.handler(pack.folder),
        sha256: pack.files[started.file],
        pack: pack.folder,
        options: pack.options,
        failure: hook.failure,
        timeout: hook.timeout,
        ...(hook.async ? { async: true } : {}),
        ...(pack.env ? { env: pack.env } : {}),
      }
    }
  }
  return `${JSON.stringify({ version: 1, hooks }, null, 2)}\n`
}

interface StartedFile {
  /** Inside the pack. */
  readonly file: string
  /** What the table says of it, for a pack in `folder`. */
  readonly handler: (folder: string) => Record<string, string>
}

/** What our process starts for a hook; nothing for a handler that the client runs by itself. */
function startedFile({ handler }: LockedHook): StartedFile | undefined {
  if ('module' in handler)
    return { file: handler.module, handler: (folder) => ({ module: `${folder}/${handler.module}` }) }
  if (!('script' in handler)) return undefined
  const { script, interpreter } = handler
  return {
    file: script,
    handler: (folder) => ({
      script: `${folder}/${script}`,
      ...(interpreter === undefined ? {} : { interpreter }),
    }),
  }
}

/**
 * The entries that these packs need. Hooks with the same event, matcher, `if`, mode and failure mode share one
 * entry, so that one event starts one process, not one per pack. Its time limit is the sum of theirs: the
 * runtime gives each its own, and one that takes all of it takes nothing from the others. Disabled hooks have none.
 */
export function entriesOf(
  packs: Packs,
  command: (hooks: readonly string[]) => string,
  disabled: readonly string[] = [],
): readonly LockedEntry[] {
  const shared = new Map<string, { hook: LockedHook; keys: string[]; timeout: number }>()
  const entries: LockedEntry[] = []
  for (const [name, pack] of byName(packs)) {
    for (const hook of pack.hooks) {
      const key = `${name}/${hook.id}`
      if (disabled.includes(key)) continue
      if ('type' in hook.handler) {
        const fields = fillOptions(hook.handler.fields, pack.options) as Record<string, unknown>
        entries.push(entry(hook, [key], { type: hook.handler.type, ...fields }))
        continue
      }
      const group = JSON.stringify([hook.event, hook.matcher, hook.if, hook.async, hook.failure])
      const found = shared.get(group) ?? { hook, keys: [], timeout: 0 }
      found.keys.push(key)
      found.timeout += hook.timeout
      shared.set(group, found)
    }
  }
  for (const { hook, keys, timeout } of shared.values()) {
    entries.push(entry({ ...hook, timeout }, keys, { type: 'command', command: command(keys) }))
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
