import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished } from 'vitest'
import { ERROR_CODES, type ErrorCode } from '../../src/errors.ts'

/** The built command line program. */
export const BIN = path.resolve(import.meta.dirname, '../../bin/run.cjs')

/** What a finished command left behind. */
interface Ended {
  readonly status: number | undefined
  readonly signal: string | undefined
  readonly stdout: string
  readonly stderr: string
}

/** How a command is started, where it differs from: in the project, without a terminal, with this user's rights. */
interface Start {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Folder modes count even for root: its privilege to ignore them is dropped, and nothing else changes. */
  readonly modesCount?: boolean
}

/** From util-linux, which every Linux distribution has; only root needs it. */
const DROP_PRIVILEGES = ['setpriv', '--inh-caps=-all', '--bounding-set=-all']

/** A scratch folder with a project (a git repository) and a home; removed when the test ends. */
export interface Scratch {
  readonly root: string
  readonly home: string
  readonly project: string
  /** The project's settings file. */
  readonly settings: string
  /** The project scope's own folder. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly run: (args: readonly string[], start?: Start) => Promise<Ended>
  /** Runs a command that must succeed. */
  readonly done: (args: readonly string[], start?: Start) => Promise<Ended>
}

/** Makes a scratch folder; `home` may be a name that is hard on shells. */
export function scratch(homeName = 'home'): Scratch {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-scenario-')))
  onTestFinished(() => {
    for (const name of readdirSync(root)) unlock(path.join(root, name))
    rmSync(root, { recursive: true, force: true })
    for (const kind of ['state', 'cache']) rmSync(`${root}-${kind}`, { recursive: true, force: true })
  })
  chmodSync(root, 0o755)
  const [home, project] = [path.join(root, homeName), path.join(root, 'project')]
  for (const folder of [home, path.join(project, '.git')]) mkdirSync(folder, { recursive: true })
  const env = {
    PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    TERM: 'dumb',
    // What Hookpack remembers of runs, changes and downloads is outside of what a scenario looks at.
    HOOKPACK_STATE_DIR: `${root}-state`,
    HOOKPACK_CACHE_DIR: `${root}-cache`,
  }
  const run = (args: readonly string[], start: Start = {}): Promise<Ended> =>
    ended(process.execPath, [BIN, ...args], {
      ...start,
      cwd: start.cwd ?? project,
      env: { ...env, ...start.env },
    })
  return {
    root,
    home,
    project,
    settings: path.join(project, '.claude/settings.json'),
    folder: path.join(project, '.claude/hookpack'),
    env,
    run,
    done: async (args, start) => {
      const result = await run(args, start)
      expect(result, result.stderr).toMatchObject({ status: 0, signal: undefined })
      return result
    },
  }
}

/** Gives folders their rights back, so that they can be removed by anybody. */
function unlock(entry: string): void {
  if (lstatSync(entry).isDirectory()) chmodSync(entry, 0o755)
}

async function ended(
  file: string,
  args: readonly string[],
  { modesCount = false, ...start }: Start & { input?: string },
): Promise<Ended> {
  const drop = modesCount && process.getuid?.() === 0 ? DROP_PRIVILEGES : []
  const input = start.input === undefined ? { stdin: 'ignore' as const } : { input: start.input }
  const { input: _, ...place } = start
  const options = {
    ...place,
    ...input,
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
  } as const
  const [program = file, ...rest] = [...drop, file, ...args]
  const { exitCode, signal, stdout, stderr } = await execa(program, rest, options)
  return { status: exitCode, signal, stdout: String(stdout), stderr: String(stderr) }
}

/** Writes a file with its folders; an object is written as JSON. */
export function put(file: string, content: string | Buffer | object): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(
    file,
    typeof content === 'string' || Buffer.isBuffer(content)
      ? content
      : `${JSON.stringify(content, null, 2)}\n`,
  )
}

/** Everything below a folder: path to kind, mode and bytes. Times are left out. */
export function snapshot(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
    const at = path.join(folder, name)
    const entry = lstatSync(at)
    const mode = (entry.mode & 0o777).toString(8)
    if (entry.isSymbolicLink()) found[name] = `link to ${readlinkSync(at)}`
    else if (entry.isDirectory()) found[`${name}/`] = `folder ${mode}`
    else found[name] = `file ${mode} ${readFileSync(at).toString('latin1')}`
  }
  return found
}

/** A parsed JSON file. */
export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8').replace('\uFEFF', '')) as T
}

/** The commands that a settings file has for an event. */
export function commandsOf(file: string, event: string): readonly string[] {
  type Settings = { hooks?: Record<string, { hooks: { command: string }[] }[]> }
  return (readJson<Settings>(file).hooks?.[event] ?? []).flatMap((group) =>
    group.hooks.map((hook) => hook.command),
  )
}

/** Starts an entry's command as the client does: through sh, the payload on stdin. */
function runEntry(command: string, toolCommand: string, { project, env }: Scratch): Promise<Ended> {
  const payload = {
    hook_event_name: 'PreToolUse',
    session_id: 's',
    cwd: project,
    tool_name: 'Bash',
    tool_input: { command: toolCommand },
  }
  return ended('sh', ['-c', command], {
    cwd: project,
    env: { ...env, CLAUDE_PROJECT_DIR: project },
    input: JSON.stringify(payload),
  })
}

/** Checks that the guard behind an entry denies the removal of the home folder and has no word on `ls`. */
export async function expectGuard(command: string, at: Scratch): Promise<void> {
  const denied = await runEntry(command, 'rm -rf ~', at)
  expect(denied, denied.stderr).toMatchObject({ status: 0 })
  expect(JSON.parse(denied.stdout)).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } })
  expect(await runEntry(command, 'ls', at)).toMatchObject({ status: 0, stdout: '' })
}

/** A pack of one guard hook in a folder of its own. Gives the folder. */
export function packFolder(
  root: string,
  name: string,
  changes: { described?: object; manifest?: object } = {},
): string {
  const folder = path.join(root, 'packs', name)
  const hook = { id: 'one', event: 'PreToolUse', tools: ['Bash'], handler: { module: 'dist/one.cjs' } }
  put(path.join(folder, 'package.json'), {
    name,
    version: '1.0.0',
    description: 'For a test.',
    ...changes.described,
  })
  put(path.join(folder, 'hooks.json'), { hooks: [hook], ...changes.manifest })
  put(path.join(folder, 'dist/one.cjs'), 'module.exports = () => {}\n')
  return folder
}

/** What a refusal has to say. `hint: null`: there is none. */
export interface Refusal extends Start {
  readonly code: ErrorCode
  readonly says: readonly (string | RegExp)[]
  readonly hint: string | RegExp | null
}

/** Runs a command that must be refused: its exit status, one message, one hint, and not one byte changed. */
export async function refused(
  at: Scratch,
  args: readonly string[],
  { code, says, hint, ...start }: Refusal,
): Promise<void> {
  const before = snapshot(at.root)
  const result = await at.run(args, start)
  expect(result.stderr.match(/^error\[[\w-]+\]/gm), result.stderr).toEqual([`error[${code}]`])
  expect(result.status).toBe(ERROR_CODES[code])
  for (const text of says) expect(result.stderr.split(/^hint: /m)[0]).toMatch(text)
  const [found] = /^hint: .*$/m.exec(result.stderr) ?? [null]
  if (hint === null) expect(found).toBeNull()
  else expect(found).toMatch(hint)
  expect(snapshot(at.root)).toEqual(before)
}
