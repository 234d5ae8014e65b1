import { type Problem, problemsOf } from '../settings/client-rules.ts'
import { handlersOf, type PlacedHandler } from './handlers.ts'
import { putBy } from './put-by.ts'
import { sameness } from './same.ts'
import { REASONS, type Reason, type SeenHook } from './seen-hook.ts'
import type { HookSource, Switches } from './source.ts'
import { usualSeconds } from './time-limit.ts'
import { reasonsOf } from './why-not.ts'

/** Every hook in these sources, in their order, with whether it will run and what keeps it from it. */
export function seeHooks(sources: readonly HookSource[], switches: Switches): readonly SeenHook[] {
  const faults = new Map(sources.map((source) => [source, faultsIn(source)]))
  const broken = new Map(
    sources.flatMap((source) => {
      const fatal = faults.get(source)?.find(({ drops }) => drops === 'file')
      return fatal && source.plugin ? [[source.plugin.id, { ...fatal, at: [] }] as const] : []
    }),
  )
  return withoutTwins(
    sources.flatMap((source) => {
      // A file that the client drops takes the whole plugin with it.
      const inherited = source.plugin && broken.get(source.plugin.id)
      return hooksOf(source, switches, [...(faults.get(source) ?? []), ...(inherited ? [inherited] : [])])
    }),
  )
}

/** What the client would find wrong in a source, with paths from the top of its document. */
export function faultsIn(source: HookSource): readonly Problem[] {
  if (source.value === undefined) return []
  if (isSettings(source)) return problemsOf(source.value)
  const inside = source.at.reduce<unknown>(
    (value, key) => (value as Record<string, unknown>)?.[key],
    source.value,
  )
  const lead = source.at.slice(0, -1)
  return problemsOf({ hooks: inside })
    .filter(({ at }) => at.length > 1)
    .map((found) => ({ ...found, at: [...lead, ...found.at], drops: found.drops }))
}

function isSettings({ kind }: HookSource): boolean {
  return kind === 'user' || kind === 'project' || kind === 'local' || kind === 'managed'
}

function hooksOf(source: HookSource, switches: Switches, problems: readonly Problem[]): readonly SeenHook[] {
  const handlers = handlersOf(source.value, source.at)
  if (handlers.length === 0) return []
  const by = putBy(source, handlers)
  return handlers.map((placed, index) => {
    const reasons = reasonsOf({ source, switches, placed, problems })
    return {
      source,
      path: placed.path,
      ...described(source, placed),
      putBy: by[index] ?? { by: 'hand' },
      runs: runsWith(reasons),
      reasons,
    }
  })
}

function described(source: HookSource, { event, matcher, value }: PlacedHandler) {
  const type = typeof value['type'] === 'string' ? value['type'] : 'unknown'
  const { timeout, if: rule } = value
  return {
    event,
    ...(matcher === undefined ? {} : { matcher }),
    ...(typeof rule === 'string' ? { if: rule } : {}),
    type,
    what: whatItDoes(value),
    async: value['async'] === true || value['asyncRewake'] === true,
    timeout:
      typeof timeout === 'number'
        ? { seconds: timeout, explicit: true }
        : { seconds: usualSeconds(event, type), explicit: false },
    once: value['once'] === true && source.kind === 'skill',
    handler: value,
  }
}

/** What a handler runs, asks or calls, in one line. */
function whatItDoes(value: Readonly<Record<string, unknown>>): string {
  const { command, args, url, prompt, server, tool } = value
  if (typeof command === 'string')
    return [command, ...(Array.isArray(args) ? args.map(String) : [])].join(' ')
  if (typeof tool === 'string') return typeof server === 'string' ? `${server}: ${tool}` : tool
  return [url, prompt].find((text) => typeof text === 'string') ?? ''
}

function runsWith(reasons: readonly Reason[]): SeenHook['runs'] {
  if (reasons.length === 0) return 'yes'
  return reasons.some(({ code }) => REASONS[code] === 'no') ? 'no' : 'sometimes'
}

/** Of hooks that the client takes for the same, and that fire together, the last one runs in the place of the first. */
function withoutTwins(hooks: readonly SeenHook[]): readonly SeenHook[] {
  const last = new Map<string, SeenHook>()
  for (const hook of hooks) if (canRun(hook)) last.set(twinKey(hook), hook)
  return hooks.map((hook) => {
    const twin = last.get(twinKey(hook))
    if (twin === undefined || twin === hook || !canRun(hook)) return hook
    const reason: Reason = { code: 'duplicate', file: twin.source.file, detail: twin.path.join('.') }
    return { ...hook, runs: 'no', reasons: [...hook.reasons, reason] }
  })
}

function canRun({ runs, source }: SeenHook): boolean {
  return runs === 'yes' || (runs === 'sometimes' && source.kind !== 'skill' && source.kind !== 'agent')
}

function twinKey({ event, matcher, handler, source }: SeenHook): string {
  return `${event}\n${matcher ?? ''}\n${sameness(handler, source.plugin?.root)}`
}
