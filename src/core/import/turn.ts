import { EVENTS, type EventName } from '../../runtime/src/events.ts'
import { matchedOn } from '../client-events.ts'
import { matcherFault } from '../matcher.ts'
import { usualSeconds } from '../seen/time-limit.ts'
import { lineWithFiles, type PlacedFile } from './carried.ts'
import { lineOf, lineScript, type NamedScript, scriptOf } from './command.ts'
import type { FoundHook } from './found.ts'

/** A script that a command names. */
interface ReadyScript {
  readonly text: string
  /** Its place in the pack, where that is settled. */
  readonly path?: string
}

/** What hooks can bring into the pack. */
export interface Turning {
  /** A script of the project, as far as it can be had. */
  readonly read: (script: NamedScript) => ReadyScript | undefined
  /** Files that are in the pack, whatever names them. */
  readonly placed: readonly PlacedFile[]
}

/** No hook of a pack may take longer. */
export const MOST_SECONDS = 3600

/** A hook that a pack can have. */
export interface TurnedHook {
  readonly found: FoundHook
  /** As the manifest is to have it. */
  readonly hook: Readonly<Record<string, unknown>> & { readonly id: string }
  /** The script that comes with it. */
  readonly script?: { readonly path: string; readonly text: string }
  readonly how: 'script' | 'line' | 'rule' | 'as it is'
}

/** A hook that stays where it is, and why. */
export interface LeftHook {
  readonly found: FoundHook
  readonly why: string
}

/** Makes hooks of a pack out of those of a file; what cannot be turned is left, each with its reason. */
export function turnHooks(
  hooks: readonly FoundHook[],
  turning: Turning,
): { readonly turned: readonly TurnedHook[]; readonly left: readonly LeftHook[] } {
  const turned: TurnedHook[] = []
  const left: LeftHook[] = []
  for (const found of hooks) {
    const one = faultOf(found) ?? turn(found, { ...turning, turned })
    if (typeof one === 'string') left.push({ found, why: one })
    else turned.push(one)
  }
  return { turned, left }
}

function faultOf({ event, matcher, handler, fault: known }: FoundHook): string | undefined {
  if (known !== undefined) return known
  if (!Object.hasOwn(EVENTS, event)) return `\`${event}\` is no event of Claude Code`
  const fault = matcher === undefined ? undefined : matcherFault(matcher)
  if (fault) return `its matcher ${fault.says}`
  if (handler['if'] !== undefined && !/ToolUse|Permission/.test(event))
    return 'it has an `if`, and never runs'
  if (handler['asyncRewake'] === true) return 'packs have no `asyncRewake`'
  if (handler['shell'] === 'powershell') return 'it is for PowerShell; make a .ps1 script of it'
  const { timeout } = handler
  const isTime = timeout === undefined || (typeof timeout === 'number' && timeout > 0)
  return isTime ? undefined : 'its `timeout` is not a number of seconds'
}

type Turn = Turning & { readonly turned: readonly TurnedHook[] }

/** Fields of each type that a pack's manifest has as well. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  http: ['url', 'headers', 'allowedEnvVars'],
  prompt: ['prompt', 'model', 'continueOnBlock'],
  agent: ['prompt', 'model'],
  mcp_tool: ['server', 'tool', 'input'],
}

function turn(found: FoundHook, { read, placed, turned }: Turn): TurnedHook | string {
  const { handler } = found
  const type = String(handler['type'])
  const fields = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined
  if (fields) {
    const kept = Object.fromEntries(fields.flatMap((key) => (key in handler ? [[key, handler[key]]] : [])))
    const id = freeId(`${found.event}-${type.replace('_', '-')}`, turned)
    return { found, hook: { ...common(found, id), handler: { [type]: kept } }, how: 'as it is' }
  }
  if (type === 'rule') return ofRule(found, turned)
  const { command, args } = handler
  if (type !== 'command' || typeof command !== 'string' || command.trim() === '')
    return `\`${type}\` is no type of hook that packs have`
  const named = args === undefined ? scriptOf(command) : undefined
  const ready = named && read(named)
  if (named && ready) return withScript(found, { named, ready, turned })
  return ofLine(found, { line: lineWithFiles(lineOf(command, args), placed), turned })
}

function ofLine(
  found: FoundHook,
  { line, turned }: { line: string | undefined; turned: readonly TurnedHook[] },
): TurnedHook | string {
  if (line === undefined) return 'its command names a file of its package in a way that a pack cannot follow'
  if (/CLAUDE_PLUGIN_(?:ROOT|DATA)/.test(line)) return 'its command needs the folder of its plugin'
  const word = /[\w-]+/.exec(String(found.handler['command']).replace(/^.*\//, ''))?.[0] ?? 'line'
  const id = freeId(`${found.event}-${word}`, turned)
  const taken = turned.some(({ script }) => script?.path === `scripts/${id}.sh`)
  const path = `scripts/${id}${taken ? '-line' : ''}.sh`
  return {
    found,
    hook: { ...common(found, id), handler: { script: path } },
    script: { path, text: lineScript(line) },
    how: 'line',
  }
}

function ofRule(found: FoundHook, turned: readonly TurnedHook[]): TurnedHook {
  const id = freeId(`${found.event}-${String(found.handler['name'])}`, turned)
  const path = `rules/${id}.cjs`
  const hook = { ...common(found, id), handler: { module: path } }
  return { found, hook, script: { path, text: String(found.handler['module']) }, how: 'rule' }
}

function withScript(
  found: FoundHook,
  { named, ready, turned }: { named: NamedScript; ready: ReadyScript; turned: readonly TurnedHook[] },
): TurnedHook {
  const { text } = ready
  const base = named.file.split('/').at(-1) ?? 'script'
  const safe = base.replace(/[^\w.-]/g, '-')
  const same = turned.find(({ script }) => script?.text === text && script.path.endsWith(`/${safe}`))
  const id = freeId(`${found.event}-${wordOf(named.file, found.handler['name'])}`, turned)
  const taken = turned.some(({ script }) => script?.path === `scripts/${safe}`)
  const path = ready.path ?? same?.script?.path ?? `scripts/${taken ? `${id}-${safe}` : safe}`
  const { interpreter } = named
  const handler = { script: path, ...(interpreter === undefined ? {} : { interpreter }) }
  return { found, hook: { ...common(found, id), handler }, script: { path, text }, how: 'script' }
}

/** What a script is called by: many are a `hook.js` in a folder that tells more. */
function wordOf(file: string, name: unknown): string {
  const parts = file
    .replace(/\.\w+$/, '')
    .split('/')
    .reverse()
  const [stem = ''] = parts
  if (!PLAIN_NAMES.includes(stem)) return stem
  return typeof name === 'string' ? name : (parts.find((part) => !PLAIN_NAMES.includes(part)) ?? stem)
}

const PLAIN_NAMES = ['hook', 'hooks', 'index', 'main', 'dist', 'src', 'scripts', '.claude']

function common({ event, matcher, handler }: FoundHook, id: string) {
  const { timeout, if: rule, statusMessage, onFailure, async } = handler
  const background = async === true
  return {
    id,
    event,
    // On these the client ignores it.
    ...(matcher === undefined || !matchedOn(event as EventName) ? {} : { matcher }),
    ...(typeof rule === 'string' && rule !== '' ? { if: rule } : {}),
    timeout:
      typeof timeout === 'number'
        ? Math.min(timeout, MOST_SECONDS)
        : usualSeconds(event, String(handler['type'])),
    ...(background ? { async: true } : {}),
    ...(onFailure === 'block' && !background ? { failure: 'block' } : {}),
    ...(typeof statusMessage === 'string' ? { statusMessage: statusMessage.slice(0, 80) } : {}),
  }
}

/** An id like this text that no other hook has. */
function freeId(text: string, turned: readonly TurnedHook[]): string {
  const plain = text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 50)
  const base = plain || 'hook'
  let id = base
  for (let n = 2; turned.some(({ hook }) => hook.id === id); n++) id = `${base}-${n}`
  return id
}
