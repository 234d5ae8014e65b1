import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { buildRuntime, RUNTIME_FILES } from '../../scripts/build-runtime.mjs'
import type { Table, TableHook } from '../../src/runtime/src/types.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-runtime-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The built runtime, as an installer finds it. */
await buildRuntime(folder)

/** A hook of a scope: its module's text, and what differs from a PreToolUse guard in `block` mode. */
export type HookSource = Partial<TableHook> & { readonly code?: string }

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

let scopes = 0

/**
 * A scope's folder as `hooks add` leaves it; hooks are named `pack/<key>`. CommonJS modules that are given with their code
 * have their hash in the table, as `add` writes it.
 */
export function newScope(hooks: Readonly<Record<string, HookSource>>, table: Partial<Table> = {}): string {
  const root = path.join(folder, `scope ${++scopes}`, '.claude', 'hookpack')
  mkdirSync(path.join(root, 'packs'), { recursive: true })
  for (const name of RUNTIME_FILES) copyFileSync(path.join(folder, name), path.join(root, name))
  writeFileSync(path.join(root, 'package.json'), '{"type":"commonjs"}\n')
  writeFileSync(path.join(root, 'lock.json'), '{"packs":{}}\n')
  const entries = Object.entries(hooks).map(([id, { code, ...hook }]) => {
    const file = hook.script ?? hook.module ?? `packs/${id}.cjs`
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    if (code !== undefined) writeFileSync(path.join(root, file), code)
    const hash = code === undefined || hook.script !== undefined ? {} : { sha256: sha256(code) }
    const rest = { event: 'PreToolUse', pack: 'packs', options: {}, failure: 'block', timeout: 10, ...hash }
    return [`pack/${id}`, { ...rest, ...(hook.script === undefined ? { module: file } : {}), ...hook }]
  })
  writeFileSync(
    path.join(root, 'table.json'),
    JSON.stringify({ version: 1, hooks: Object.fromEntries(entries), ...table }),
  )
  return root
}

/** How a process ended. */
export interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
}

/** What differs from a client that writes one payload and closes. */
export interface Client {
  /** Pieces to write, one every few milliseconds; text, or bytes. */
  readonly input?: readonly (string | Uint8Array)[]
  /** Written once there is an answer. */
  readonly later?: string
  /** Leaves stdin open after the last piece. */
  readonly hold?: boolean
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Starts `node <file>` instead of `node -e`. */
  readonly asFile?: boolean
  /** Closes the reading end of stdout at once. */
  readonly deaf?: boolean
}

/** A PreToolUse payload as one line. */
export function payload(fields: Readonly<Record<string, unknown>> = {}): string {
  const common = { session_id: 's1', cwd: '/', hook_event_name: 'PreToolUse', tool_name: 'Bash' }
  return `${JSON.stringify({ ...common, tool_input: { command: 'ls' }, ...fields })}\n`
}

/** Starts the scope's runtime for these hooks, as a settings entry does, and waits for its end. */
export function run(root: string, hooks: readonly string[], client: Client = {}): Promise<Ended> {
  const file = path.join(root, 'runtime.cjs')
  const program = client.asFile ? [file] : ['-e', `require('module')._load('${file}')`]
  const child = spawn(process.execPath, [...program, ...hooks], {
    cwd: client.cwd ?? folder,
    env: { PATH: process.env['PATH'] ?? '', CLAUDE_PROJECT_DIR: '/project', ...client.env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    if (client.later !== undefined) child.stdin.write(client.later)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  if (client.deaf) child.stdout.destroy()
  // The runtime need not read all of it.
  child.stdin.on('error', () => undefined)
  void write(child.stdin, client)
  return new Promise((resolve) => {
    child.on('exit', () => child.stdin.destroy())
    child.on('close', (status, signal) => resolve({ stdout, stderr, status, signal }))
  })
}

async function write(
  stdin: NodeJS.WritableStream,
  { input = [payload()], hold = false }: Client,
): Promise<void> {
  for (const [at, piece] of input.entries()) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve, 50))
    stdin.write(piece)
  }
  if (!hold) stdin.end()
}

/** The deny that the client reads from stdout: its reason, or `undefined` when there is none. */
export function denied({ stdout, status }: Ended): string | undefined {
  if (stdout === '' || status !== 0) return undefined
  const output = JSON.parse(stdout) as { hookSpecificOutput?: Record<string, string> }
  const { hookEventName, permissionDecision, permissionDecisionReason } = output.hookSpecificOutput ?? {}
  return hookEventName === 'PreToolUse' && permissionDecision === 'deny'
    ? permissionDecisionReason
    : undefined
}
