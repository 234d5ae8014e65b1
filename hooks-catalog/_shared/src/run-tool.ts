import { delimiter, dirname } from 'node:path'
import { runCommand } from '../../../src/runtime/src/kit/command.ts'
import type { Program } from './program.ts'

/** How a run of a tool ended. */
export type ToolRun =
  | { readonly kind: 'done'; readonly status: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'stopped'; readonly seconds: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'broken'; readonly message: string }

/** One call of a tool. */
export interface ToolCall {
  readonly args: readonly string[]
  readonly cwd: string
  readonly seconds: number
  readonly env?: Readonly<Record<string, string>>
}

/** A proxy where nobody listens: a program that tries to download something fails at once and says so. */
export const NO_NETWORK = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' }

/** What toolchains need to find themselves and their caches; none of it is a secret. */
const TOOLCHAINS = [
  ...['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'RUSTUP_HOME', 'CARGO_HOME', 'RUSTUP_TOOLCHAIN'],
  ...[
    'CARGO_TARGET_DIR',
    'GOROOT',
    'GOPATH',
    'GOMODCACHE',
    'GOCACHE',
    'DENO_DIR',
    'PYENV_ROOT',
    'VIRTUAL_ENV',
  ],
  ...['GEM_HOME', 'GEM_PATH', 'BUNDLE_PATH', 'RBENV_ROOT', 'JAVA_HOME', 'DEVELOPER_DIR', 'USER', 'LOGNAME'],
]

/** Runs a tool without a shell, stdin closed, in a clean environment; ends all of it at the limit. Never rejects. */
export async function runTool(program: Program, call: ToolCall): Promise<ToolRun> {
  const { command, prefix } = program
  const { cwd, seconds } = call
  const { status, signal, stdout, stderr, timedOut, problem } = await runCommand(
    command,
    [...prefix, ...call.args],
    { cwd, timeoutMs: seconds * 1000, env: toolEnvironment(process.env, call.env) },
  )
  if (problem !== undefined) return { kind: 'broken', message: problem }
  if (timedOut) return { kind: 'stopped', seconds, stdout, stderr }
  if (status === null) return { kind: 'broken', message: `it was ended by ${signal}` }
  return { kind: 'done', status, stdout, stderr }
}

/** Variables over those that every command gets: no colours, nobody to ask, and this node for scripts to find. */
function toolEnvironment(
  from: Readonly<Record<string, string | undefined>>,
  own: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const env: Record<string, string> = { NO_COLOR: '1', CI: '1' }
  for (const name of TOOLCHAINS) {
    const value = from[name]
    if (value !== undefined) env[name] = value
  }
  const node = dirname(process.execPath)
  env['PATH'] = from['PATH'] === undefined ? node : `${from['PATH']}${delimiter}${node}`
  return { ...env, ...own }
}
