import { delimiter, dirname } from 'node:path'
import type { Program } from '../../_shared/src/find-program.ts'

/** How a formatter's run ended. `message` is what it printed, as it printed it. */
export type Run =
  | { readonly kind: 'done'; readonly status: number; readonly stdout: Buffer; readonly message: string }
  | { readonly kind: 'stopped'; readonly seconds: number }
  | { readonly kind: 'broken'; readonly message: string }

/** One call of a program: its arguments, folder, extra variables, text for stdin (else closed), limit. */
export interface Call {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly input: Buffer | undefined
  readonly seconds: number
}

/** What a formatter gets of the environment; the client's holds keys that are none of its business. */
const PASSED = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TMPDIR', 'TEMP', 'TMP'],
  ...['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'RUSTUP_HOME', 'CARGO_HOME', 'RUSTUP_TOOLCHAIN'],
  ...[
    'GOROOT',
    'GOPATH',
    'GOMODCACHE',
    'GOCACHE',
    'DPRINT_CACHE_DIR',
    'DENO_DIR',
    'PYENV_ROOT',
    'DEVELOPER_DIR',
  ],
  ...['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'USERPROFILE', 'USERNAME', 'HOMEDRIVE'],
  ...['HOMEPATH', 'APPDATA', 'LOCALAPPDATA', 'ProgramData', 'ProgramFiles'],
]

/** A formatter prints messages, or one file of at most a megabyte; more than this is a runaway. */
const MAX_OUTPUT = 16 * 1024 * 1024

/** Runs a formatter without a shell and waits for it. Never throws. */
export function run(program: Program, call: Call): Run {
  // Loaded here because it costs a tenth of a process start and most edits never come this far.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const result = spawnSync(program.command, [...program.prefix, ...call.args], {
    cwd: call.cwd,
    env: { ...cleanEnvironment(process.env), ...call.env },
    timeout: call.seconds * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_OUTPUT,
    windowsHide: true,
    ...(call.input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input: call.input }),
  })
  const error = result.error as NodeJS.ErrnoException | undefined
  if (error?.code === 'ETIMEDOUT') return { kind: 'stopped', seconds: call.seconds }
  // A program that exits without reading all of its stdin has still answered.
  if (error && !(error.code === 'EPIPE' && result.status !== null))
    return { kind: 'broken', message: error.message }
  if (result.status === null) return { kind: 'broken', message: `it was ended by ${result.signal}` }
  const printed = [result.stderr, call.input === undefined ? result.stdout : ''].join('\n')
  return { kind: 'done', status: result.status, stdout: result.stdout, message: printed }
}

/** The variables that any program needs, without colours, and with this node to be found by script shims. */
function cleanEnvironment(from: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const env: Record<string, string> = { NO_COLOR: '1' }
  for (const name of PASSED) {
    const value = from[name]
    if (value !== undefined) env[name] = value
  }
  const node = dirname(process.execPath)
  env['PATH'] = env['PATH'] === undefined ? node : `${env['PATH']}${delimiter}${node}`
  return env
}
