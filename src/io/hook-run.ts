import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { cleanEnvironment } from '../runtime/src/kit/clean-environment.ts'
import { type Ended, runToEnd } from '../runtime/src/script/child.ts'
import type { Program } from '../runtime/src/script/program.ts'
import { scratchFolder } from './case-folders.ts'
import { copyInside } from './copy-inside.ts'
import { repositoryOf } from './links.ts'
import { realFolder } from './scopes.ts'

/** A command hook that is to run once. */
export interface Runnable {
  readonly command: string
  /** Present in the form that needs no shell. */
  readonly args?: readonly string[]
  readonly shell?: string
  readonly seconds: number
  /** The folder of its plugin or skill. */
  readonly root?: string
  readonly plugin: boolean
}

/** How it ended, and how long it took. */
export interface HookRun extends Ended {
  readonly ms: number
  /** Why it could not be started. */
  readonly fault?: string
}

/** Folders that hooks run in, made for them and removed again. */
export interface RunPlace {
  readonly project: string
  readonly home: string
  readonly temporary: string
  readonly remove: () => Promise<void>
}

/** What a scratch folder is filled with: files of the folder that it stands for, by their paths in there. */
interface Filling {
  readonly from: string | undefined
  readonly files: readonly string[]
}

/** What of `.claude` hooks may need; the rest of a home folder's is the client's, and may be large. */
const AT_HOME = ['.claude/hooks', '.claude/hookpack']

/** A scratch project with a copy of `.claude` and of these files, and a scratch home with hooks and these files. */
export async function runPlace(fill: {
  readonly project: Filling
  readonly home: Filling
}): Promise<RunPlace> {
  const { root, remove } = await scratchFolder()
  const [project = '', home = '', temporary = ''] = ['project', 'home', 'tmp'].map((name) =>
    path.join(root, name),
  )
  for (const folder of [project, home, temporary]) await mkdir(folder)
  const atHome = fill.project.from === fill.home.from
  const ofProject = fill.project.from === undefined ? '' : await repositoryOf(fill.project.from)
  await copyInto(project, fill.project, { wanted: atHome ? AT_HOME : ['.claude'], inside: ofProject })
  await copyInto(home, fill.home, { wanted: AT_HOME, inside: fill.home.from ?? '' })
  return { project, home, temporary, remove }
}

/** Folders that are wanted by name are copied whole, without working trees; of what commands name, only files. */
async function copyInto(
  folder: string,
  { from, files }: Filling,
  { wanted, inside }: { readonly wanted: readonly string[]; readonly inside: string },
): Promise<void> {
  if (from === undefined) return
  const leaveOut = [path.join(realFolder(path.join(from, '.claude')), 'worktrees')]
  for (const name of new Set([...wanted, ...files])) {
    const source = path.join(from, name)
    const found = await stat(source).catch(() => undefined)
    if (!found || !(wanted.includes(name) ? found.isDirectory() : found.isFile())) continue
    await copyInside(source, path.join(folder, name), { inside, leaveOut })
  }
}

/** Runs a hook as the client does, but with little of this environment, and in folders of its own. */
export async function runOnce(hook: Runnable, input: string, place: RunPlace): Promise<HookRun> {
  const started = performance.now()
  const { project, home, temporary } = place
  const env = {
    ...cleanEnvironment(process.env, process.platform),
    ...{ HOME: home, USERPROFILE: home, TMPDIR: temporary, TMP: temporary, TEMP: temporary },
    ...{ CLAUDE_PROJECT_DIR: project, CLAUDECODE: '1', HOOKPACK_STATE_DIR: path.join(home, 'state') },
    ...(hook.root === undefined ? {} : { CLAUDE_PLUGIN_ROOT: hook.root }),
    ...(hook.plugin ? { CLAUDE_PLUGIN_DATA: path.join(home, 'plugin-data') } : {}),
  }
  const start = { program: programOf(hook, project), cwd: project, env, input, limitMs: hook.seconds * 1000 }
  try {
    return { ...(await runToEnd(start)), ms: performance.now() - started }
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error)
    const nothing = { status: null, signal: null, late: false, stdout: '', stderr: fault }
    return { ...nothing, fault, ms: performance.now() - started }
  }
}

const PROJECT = /\$\{CLAUDE_PROJECT_DIR\}/g
const PLUGIN = /\$\{CLAUDE_PLUGIN_ROOT\}/g

/** What the client starts: a shell with the text, or the program itself when there are arguments. */
function programOf({ command, args, shell, root }: Runnable, project: string): Program {
  const inPlugin = (text: string): string => (root === undefined ? text : text.replace(PLUGIN, () => root))
  if (args) {
    const filled = (text: string): string => inPlugin(text).replace(PROJECT, () => project)
    return { command: filled(command), args: args.map(filled), verbatim: false }
  }
  if (shell === 'powershell')
    return { command: 'pwsh', args: ['-NoProfile', '-Command', inPlugin(command)], verbatim: false }
  const posix = process.platform === 'win32' ? 'bash' : '/bin/sh'
  return { command: posix, args: ['-c', inPlugin(command)], verbatim: false }
}
