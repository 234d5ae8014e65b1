import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { decideFor } from '../../../src/runtime/src/decide.ts'
import type { Decision } from '../../../src/runtime/src/types.ts'
import handler from '../src/format.ts'

const made: string[] = []
afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true })
})

/** A new folder with `files` in it; a text that begins with `#!` becomes an executable. Gone after the tests. */
export function scratch(files: Readonly<Record<string, string>>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'format-on-edit-')))
  made.push(folder)
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 })
  }
  return folder
}

/** Runs the handler as after a Write of `file` in `project`, and gives its decision. */
export function edit(
  project: string,
  file: string,
  options: Record<string, unknown> = {},
): Decision | undefined {
  const event = {
    hook_event_name: 'PostToolUse',
    transcript_path: '/t',
    tool_use_id: 't1',
    tool_response: {},
    session_id: `session-${path.basename(project)}`,
    cwd: project,
    tool_name: 'Write',
    tool_input: { file_path: path.join(project, file), content: '' },
  } as const
  const result = handler(event, decideFor('PostToolUse'), {
    options,
    projectDir: project,
    packDir: project,
    hook: 'format-on-edit/format',
    env: {},
  })
  return result as Decision | undefined
}

/** A formatter that overwrites the file it is given last with what `line` prints. */
export function fake(line: string): string {
  return `#!/bin/sh\nfor file; do :; done\n${line} > "$file"\n`
}
