import { redact } from '../../../src/runtime/src/kit/redact.ts'
import { readState, updateState } from '../../../src/runtime/src/kit/session-state.ts'
import { fieldsOf, handlersIn, listOf, type SettingsFile, settingsFiles } from './settings.ts'

/** What of the settings is watched, by file: one line for each hook, permission and switch. */
export type Snapshot = Readonly<Record<string, readonly string[]>>

type Env = Readonly<Record<string, string | undefined>>

/** Whose snapshot it is. */
export interface Around {
  readonly event: { readonly session_id: string }
  readonly projectDir: string
  readonly env: Env
}

interface State {
  readonly snapshot: Snapshot
  readonly news: readonly string[]
}

const MOST_LINES = 400
const MOST_NEWS = 20

/** The settings as they are now. */
function snapshotOf(projectDir: string): Snapshot {
  return Object.fromEntries(settingsFiles(projectDir).map((one) => [one.name, linesOf(one)]))
}

function linesOf({ value }: SettingsFile): readonly string[] {
  if (!value) return []
  const hooks = handlersIn(value).map(({ event, matcher, fields }) => {
    const what = ['command', 'args', 'url', 'prompt', 'server', 'tool'].flatMap((field) =>
      fields[field] === undefined ? [] : [text(fields[field])],
    )
    return `hook ${event} (${matcher}): ${what.join(' ')}`
  })
  const { allow, defaultMode } = fieldsOf(value['permissions'])
  const permissions = listOf(allow).map((one) => `permission without a question: ${text(one)}`)
  const switches = ['disableAllHooks', 'enableAllProjectMcpServers'].filter((name) => value[name] === true)
  return [
    ...hooks,
    ...permissions,
    ...switches.map((name) => `switch ${name}`),
    ...(defaultMode === undefined ? [] : [`permission mode: ${text(defaultMode)}`]),
  ]
    .map(line)
    .slice(0, MOST_LINES)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** Without secrets and control characters; a long one ends in a number that differs where its end does. */
function line(value: string): string {
  const plain = redact(value.slice(0, 4000)).replace(/[\p{C}\s\u2028\u2029]+/gu, ' ')
  if (plain.length <= 200) return plain
  const { createHash } = process.getBuiltinModule('node:crypto')
  return `${plain.slice(0, 180)}… #${createHash('sha256').update(value).digest('hex').slice(0, 8)}`
}

const place = ({ event, env }: Around) => ({ event, env, name: 'config-guard' })

/** Remembers the settings as they are, without a word. */
export function remember(around: Around): void {
  updateState<State>(place(around), () => ({ snapshot: snapshotOf(around.projectDir), news: [] }))
}

/** What has changed since it was looked at last, a line each; it is kept to be told. Empty when nothing watched has. */
export function changesSince(around: Around): readonly string[] {
  let changes: readonly string[] = []
  updateState<State>(place(around), (old) => {
    const now = snapshotOf(around.projectDir)
    changes = old ? differences(old.snapshot, now) : []
    return { snapshot: now, news: [...new Set([...(old?.news ?? []), ...changes])].slice(-MOST_NEWS) }
  })
  return changes
}

/** What is to be told, once. */
export function newsOf(around: Around): readonly string[] {
  if (!readState<State>(place(around))?.news.length) return []
  let news: readonly string[] = []
  updateState<State>(place(around), (old) => {
    news = old?.news ?? []
    return { snapshot: old?.snapshot ?? {}, news: [] }
  })
  return news
}

/** Lines that only one of the two has. */
export function differences(before: Snapshot, now: Snapshot): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((file) => {
    const [old, next] = [before[file] ?? [], now[file] ?? []]
    return [
      ...next.filter((one) => !old.includes(one)).map((one) => `${file}: new ${one}`),
      ...old.filter((one) => !next.includes(one)).map((one) => `${file}: gone ${one}`),
    ]
  })
}
