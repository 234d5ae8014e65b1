import { readFileSync } from 'node:fs'
import { isForeign } from './agent.ts'
import { beginModule, type Called } from './begin.ts'
import type { Arrived, Front } from './front.ts'
import type { Payload } from './parse-object.ts'
import { sha256 } from './sha256/sha256.ts'
import { limitOf } from './time-limit.ts'
import type { Table } from './types.ts'
import { returnTo, workingFolder } from './working-folder.ts'

/** True when the event and its hooks are as they nearly always are, and no switch is set. */
function isOrdinary({ hooks, table }: Front, payload: Payload): boolean {
  const { env } = process
  if (typeof payload['hook_event_name'] !== 'string' || isForeign(payload, env)) return false
  if (env['HOOKS'] === '0' || env['HOOKS_SKIP'] || env['HOOKS_LOG'] !== undefined) return false
  for (const name of hooks) {
    const hook = table?.hooks[name]
    if (hook?.sha256 === undefined || !hook.module?.endsWith('.cjs') || hook.async) return false
  }
  return true
}

/**
 * Calls the hooks of an ordinary event until one has something to say. Gives what the engine has to go on with:
 * `undefined` when all were called and none has an opinion, else what has begun.
 */
export function callQuickly(
  front: Front,
  payload: Payload,
  { text, env }: Pick<Arrived, 'text' | 'env'>,
): readonly Called[] | undefined {
  const { root, hooks, engine } = front
  if (!isOrdinary(front, payload)) return []
  const table = front.table as Table
  const event = payload['hook_event_name']
  const called: Called[] = []
  const cwd = workingFolder()
  for (const name of hooks) {
    const hook = table.hooks[name] as NonNullable<Table['hooks'][string]>
    if (hook.event !== event) return called
    const module = verifiedText(`${root}/${hook.module}`, hook.sha256 as string)
    if (module === undefined) return called
    // A handler before this one may have gone somewhere else.
    returnTo(cwd)
    front.starting = name
    const one = beginModule(
      {
        root,
        name,
        hook,
        event: hook.event,
        payload: called.length === 0 ? payload : (JSON.parse(text()) as Payload),
        env,
        projectDir: process.env['CLAUDE_PROJECT_DIR'],
        ms: limitOf(hook, hooks, table, process.uptime() * 1000),
        decideFor: (event) => engine().decideFor(event),
        received: (value) => engine().received(value),
      },
      () => module,
      (file) => engine().requireFor(front, file),
    )
    called.push(one)
    if ('error' in one || one.value !== undefined || front.strays.length > 0) return called
  }
  return undefined
}

/** The text of a file with this hash; `undefined` if it is another, for the engine to find out more. */
function verifiedText(file: string, hash: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    return sha256(Buffer.from(text)) === hash ? text : undefined
  } catch {
    return undefined
  }
}
