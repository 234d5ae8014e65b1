import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EVENTS, type EventName } from '../events.ts'
import { type Ended, runToEnd } from '../script/child.ts'
import { decisionsOf } from '../script/output.ts'
import type { Decision } from '../types.ts'
import {
  type CasePayload,
  type CaseResult,
  type CaseSetting,
  environmentOf,
  resultOf,
  textOf,
} from './case.ts'
import { withCommonFields } from './payload-of.ts'
import { type FileUnderTest, HOOK, writeScope } from './scratch-scope.ts'

/** What a file is run with. */
export interface FileSetting extends CaseSetting {
  /** What runs a script, as in `hooks.json`. A file that is not JavaScript is a script without it as well. */
  readonly interpreter?: string
  /** Default: the nearest folder above the file with a `hooks.json`, else its own. */
  readonly packDir?: string
  /** The name under which it runs, `<pack>/<hook id>`. */
  readonly hook?: string
  /** True for a JavaScript file that is a script of its pack. */
  readonly isScript?: boolean
  /** Where its scratch folder is made; default: in the folder for temporary files. */
  readonly scratch?: string
}

/**
 * Runs a handler's built module, or a script, on one event as an installed hook is run: by the real runtime in a
 * process of its own, with a state folder of its own unless `env` names one. Rejects when there is no such file.
 */
export async function runHookFile<E extends EventName>(
  file: string,
  payload: CasePayload<E>,
  setting: FileSetting = {},
): Promise<CaseResult> {
  const full = withCommonFields(payload)
  const root = mkdtempSync(path.join(setting.scratch ?? tmpdir(), 'hookpack-case-'))
  const state = setting.env?.['HOOKPACK_STATE_DIR'] ?? path.join(root, 'state')
  try {
    const runtime = writeScope(root, underTest(file, payload.hook_event_name, setting))
    const args = ['-e', `require('module')._load(${JSON.stringify(runtime)})`, setting.hook ?? HOOK]
    const ended = await runToEnd({
      program: { command: process.execPath, args, verbatim: false },
      cwd: existsSync(full.cwd) ? full.cwd : undefined,
      env: {
        ...environmentOf(setting, setting.projectDir ?? full.cwd),
        ...sessionFile(payload.hook_event_name, root),
        ...setting.env,
        HOOKPACK_STATE_DIR: state,
        HOOKS_LOG: 'all',
      },
      input: `${JSON.stringify(full)}\n`,
      // Its own limit comes first; this one is for a runtime that does not end.
      limitMs: (setting.timeout ?? 30) * 1000 + 5000,
    })
    return read(ended, payload.hook_event_name, lastRecord(path.join(state, 'log'), root))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function underTest(file: string, event: EventName, setting: FileSetting): FileUnderTest {
  const { options = {}, failure = 'continue', timeout = 30, interpreter, packDir, env = {} } = setting
  const { hook: name = HOOK, isScript = interpreter !== undefined } = setting
  return {
    ...{ file: path.resolve(file), packDir, event, options, failure, timeout, name, isScript },
    ...(interpreter === undefined ? {} : { interpreter }),
    env: Object.keys(env),
  }
}

/** The client names a file on those events that can set variables for the session. */
function sessionFile(event: EventName, root: string): Record<string, string> {
  const methods: readonly string[] = EVENTS[event]
  return methods.includes('setEnv') ? { CLAUDE_ENV_FILE: path.join(root, 'session.sh') } : {}
}

/** What of a record of the run log is needed here. */
interface Noted {
  readonly outcome: string
  readonly decision?: Decision['kind']
  readonly reason?: string
  readonly scope: string
}

function lastRecord(log: string, root: string): Noted | undefined {
  const file = path.join(log, 'runs.jsonl')
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  const scope = root.replaceAll('\\', '/')
  return lines.map((line) => JSON.parse(line) as Noted).findLast((one) => one.scope === scope)
}

function read(ended: Ended, event: EventName, noted: Noted | undefined): CaseResult {
  const { stdout, stderr, status, signal } = ended
  const result = resultOf(decided(ended, event), { stdout, stderr, status })
  if (!noted)
    return { ...result, decision: 'failed', reason: `the process ended with ${status ?? signal}: ${stderr}` }
  if (noted.outcome === 'failed') return { ...result, decision: 'failed', reason: noted.reason ?? '' }
  if (noted.decision === undefined || noted.decision === result.decision) return result
  // The client is told several decisions in an order of its own, and some, such as variables, not on stdout.
  const first = result.decisions.find(({ kind }) => kind === noted.decision)
  return { ...result, decision: noted.decision, reason: first ? textOf(first) : (noted.reason ?? '') }
}

/** The decisions in what the client is given. */
function decided(ended: Ended, event: EventName): readonly Decision[] {
  if (ended.stdout === '' && ended.status !== 2) return []
  // What is told after compacting is plain text.
  if (event === 'PostCompact') return [{ kind: 'tell', text: ended.stdout }]
  return decisionsOf({ ...ended, late: false }, { event, file: '', limitMs: 0 })
}
