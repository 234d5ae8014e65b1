import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { decideFor } from '../../../src/runtime/src/decide.ts'
import type { Note } from '../../_shared/src/notice/note.ts'
import type { Told } from '../src/note.ts'
import handler from '../src/notify.ts'

const made: string[] = []
afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true })
})

/** A new empty folder, gone after the tests. */
export function scratch(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'notify-done-'))
  made.push(folder)
  return folder
}

/** A note with everything in it that a shell, a script or a markup could trip over. */
export const NASTY: Note = {
  title: '-e $(id) "q"',
  body: `Finished: '; rm -rf ~ & <b>\\n</b> %PATH% \`id\` $HOME`,
  event: 'Stop',
  type: '',
  project: 'app',
  session: 's',
}

/** The payload of a finished turn, or of a notification when `fields` say so. */
export function event(fields: Readonly<Record<string, unknown>> = {}): Told {
  const stop = { hook_event_name: 'Stop', stop_hook_active: false, last_assistant_message: 'All tests pass.' }
  return { session_id: 's1', cwd: '/p/app', ...stop, ...fields } as Told
}

/** Runs the handler on an event of the project `/p/app`; gives what it decides. */
export async function notify(
  fields: Readonly<Record<string, unknown>>,
  options: Record<string, unknown>,
): Promise<unknown> {
  const payload = event(fields)
  const context = {
    options,
    projectDir: '/p/app',
    packDir: '/pack',
    hook: 'notify-done/stop',
    env: process.env,
  }
  return handler(payload, decideFor(payload.hook_event_name), context)
}
