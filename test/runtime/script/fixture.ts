import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import type { EventName } from '../../../src/runtime/src/events.ts'
import { runScript, type ScriptRun } from '../../../src/runtime/src/script/run.ts'
import type { Decision } from '../../../src/runtime/src/types.ts'

/** A scratch folder of the test file. */
export const folder = mkdtempSync(path.join(tmpdir(), 'hookpack script-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0

/** Writes a file that no other test has; its name ends with `name`. */
export function written(name: string, content: string | Uint8Array, mode = 0o644): string {
  const file = path.join(folder, `${++files}-${name}`)
  writeFileSync(file, content)
  chmodSync(file, mode)
  return file
}

export type Circumstances = Partial<ScriptRun> & { readonly toolInput?: Readonly<Record<string, unknown>> }

/** All that `runScript` needs to run `file` on an event. */
export function runOf(file: string, { toolInput, ...rest }: Circumstances = {}): ScriptRun {
  const event: EventName = rest.event ?? 'PreToolUse'
  const payload = rest.payload ?? {
    session_id: 's1',
    cwd: folder,
    hook_event_name: event,
    ...(event === 'PreToolUse' ? { tool_name: 'Bash', tool_input: toolInput ?? { command: 'ls' } } : {}),
  }
  return {
    file,
    event,
    payload,
    text: `${JSON.stringify(payload)}\n`,
    env: { PATH: process.env['PATH'], HOME: folder },
    options: {},
    projectDir: '/project',
    packDir: folder,
    limitMs: 20_000,
    ...rest,
  }
}

/** What a script with this text decides. */
export function decisionsFrom(
  name: string,
  content: string | Uint8Array,
  circumstances: Circumstances = {},
): Promise<readonly Decision[]> {
  return runScript(runOf(written(name, content), circumstances))
}

/** True while a process is there, and is not only waiting for its parent to notice its end. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Waits until `condition` holds, some seconds at most; false when it never did. */
export async function eventually(condition: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    if (condition()) return true
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return false
}
