import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { commandsOf, put, refused, type Scratch, scratch, snapshot } from './cli.ts'

interface Told {
  readonly shape: string
  readonly hooks: readonly { readonly id: string; readonly how: string; readonly script?: string }[]
  readonly left: readonly { readonly place: string; readonly why: string }[]
  readonly notes: readonly string[]
  readonly findings: readonly { readonly level: string }[]
}

/** Their names and contents. */
export type Files = Readonly<Record<string, string | object>>

/** A scratch project with these files. */
export function withFiles(files: Files): Scratch {
  const at = scratch()
  for (const [name, content] of Object.entries(files)) put(path.join(at.project, name), content)
  return at
}

/** Imports what the files are, checks that the pack is valid, and gives what was told. */
export async function imported(at: Scratch, from: string): Promise<Told> {
  const { stdout } = await at.done(['import', from, '--as', 'theirs', '--json'])
  await at.done(['validate', 'theirs', '--no-cases'])
  return JSON.parse(stdout) as Told
}

/** What the installed pack says to a call, through the entries in the settings. */
async function decisions(at: Scratch, command: string): Promise<readonly string[]> {
  if (!existsSync(at.settings)) await at.done(['add', './theirs', '--yes'])
  const payload = { hook_event_name: 'PreToolUse', session_id: 's', cwd: at.project, tool_name: 'Bash' }
  return commandsOf(at.settings, 'PreToolUse').map((entry) => {
    const { stdout } = spawnSync('sh', ['-c', entry], {
      cwd: at.project,
      env: { ...at.env, CLAUDE_PROJECT_DIR: at.project },
      input: JSON.stringify({ ...payload, tool_input: { command } }),
      encoding: 'utf8',
    })
    return /"permissionDecision":"(\w+)"/.exec(stdout)?.[1] ?? stdout
  })
}

/** A guard of each kind does what the original did. */
export async function expectGuards(at: Scratch): Promise<void> {
  expect(await decisions(at, 'rm -rf /')).toEqual(['deny'])
  expect(await decisions(at, 'ls')).toEqual([''])
}

/** Refuses one command. */
export const GUARD = '#!/bin/sh\nif grep -q "rm -rf"; then echo "not that" >&2; exit 2; fi\n'
/** Settings with these commands before each call of Bash. */
export const BASH = (...commands: readonly string[]): object => ({
  hooks: {
    PreToolUse: [{ matcher: 'Bash', hooks: commands.map((command) => ({ type: 'command', command })) }],
  },
})

/** An error that names what is wrong, and nothing written. */
export async function expectRefused(at: Scratch, from: string, says: string): Promise<void> {
  const before = snapshot(at.root)
  await refused(at, ['import', from, '--as', 'theirs'], {
    code: 'nothing-to-import',
    says: [says],
    hint: /docs\/import\.md/,
  })
  expect(snapshot(at.root)).toEqual(before)
}

/** The pack alone, in another project: nothing of what it was made from is there. */
export async function elsewhere(at: Scratch): Promise<Scratch> {
  const other = scratch()
  await at.done(['add', path.join(at.project, 'theirs'), '--yes'], { cwd: other.project })
  return other
}
