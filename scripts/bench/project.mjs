import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const GUARD = 'block-dangerous-bash/guard'
const EMPTY = 'module.exports = () => undefined\n'

/**
 * A scratch home and project with the guard installed by our own `hooks add`, and copies of its installation that
 * differ in what is to be compared.
 */
export async function newProject({ cli, node, run }) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-bench-'))
  const { project, home, job } = await projectWith('block-dangerous-bash', { root: scratch, cli, node, run })
  const installed = path.join(project, '.claude', 'hookpack')
  const table = JSON.parse(readFileSync(path.join(installed, 'table.json'), 'utf8'))
  const guard = table.hooks[GUARD]
  const variant = (name, hooks) => copyOf({ installed, table, folder: path.join(scratch, name), hooks })
  return {
    job,
    home,
    project,
    entry: entryOf(project),
    guard: { root: installed, hooks: [GUARD] },
    unverified: unverified(variant('unverified', { [GUARD]: guard })),
    verifies: guard.sha256 !== undefined,
    empty: variant('empty', { 'empty/guard': emptyHook(guard) }),
    ten: variant('ten', tenHooks(guard)),
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  }
}

/** A project and a home below `root`, in which our own `hooks add` has installed a pack, and what starts a job there. */
export async function projectWith(pack, { root, cli, node, run }) {
  const project = path.join(root, 'project')
  const home = path.join(root, 'home')
  mkdirSync(path.join(project, '.claude'), { recursive: true })
  mkdirSync(home)
  writeFileSync(path.join(project, '.claude', 'settings.json'), '{}\n')
  // NODE_EXTRA_CA_CERTS is left out: it costs every Node 20 process as much again as its whole start.
  const env = {
    ...ordinaryEnvironment(),
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
    HOME: home,
    CLAUDE_PROJECT_DIR: project,
    HOOKPACK_STATE_DIR: path.join(root, 'state'),
  }
  const job = (command, input = '') => ({ command, input, env, cwd: project })
  const added = await run(job([node, cli, 'add', pack, '--yes']))
  if (added.status !== 0) throw new Error(`hooks add ${pack} ended with ${added.status}: ${added.errors}`)
  return { project, home, job }
}

/** As many variables as a session on a desktop has; the runtime looks at each. */
function ordinaryEnvironment() {
  const names = Array.from({ length: 50 }, (_, n) => [`BENCH_VARIABLE_${n}`, `some value of it, number ${n}`])
  return Object.fromEntries([...names, ['BENCH_TOKEN', 'not-a-secret']])
}

/** The payload of a Bash call, as Claude Code writes it. */
export function payloadOf(command, project) {
  return JSON.stringify({
    session_id: 'bench',
    transcript_path: '/tmp/bench.jsonl',
    cwd: project,
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command, description: 'Run a command' },
    tool_use_id: 'bench',
  })
}

function entryOf(project) {
  const settings = JSON.parse(readFileSync(path.join(project, '.claude', 'settings.json'), 'utf8'))
  return settings.hooks.PreToolUse[0].hooks[0].command
}

/** A runtime that takes every hash for right, to see what looking at it costs. */
function unverified(installation) {
  const file = path.join(installation.root, 'runtime.cjs')
  const text = readFileSync(file, 'utf8')
  const without = text.replace('sha256(Buffer.from(text)) === hash', 'true')
  if (without === text) throw new Error('the runtime compares hashes in another way now')
  writeFileSync(file, without)
  return installation
}

function emptyHook(guard) {
  const sha256 = createHash('sha256').update(EMPTY).digest('hex')
  return { ...guard, sha256, module: 'handler.cjs', pack: '.', options: {} }
}

/** Ten packs with a module of their own each; `copyOf` makes the folders. */
function tenHooks(guard) {
  const hooks = {}
  for (let n = 0; n < 10; n++)
    hooks[`pack-${n}/guard`] = {
      ...guard,
      pack: `packs/pack-${n}`,
      module: guard.module.replace(guard.pack, `packs/pack-${n}`),
    }
  return hooks
}

function copyOf({ installed, table, folder, hooks }) {
  cpSync(installed, folder, { recursive: true })
  const source = Object.values(table.hooks)[0].pack
  for (const { pack } of Object.values(hooks))
    if (pack !== '.' && pack !== source)
      cpSync(path.join(installed, source), path.join(folder, pack), { recursive: true })
  writeFileSync(path.join(folder, 'handler.cjs'), EMPTY)
  writeFileSync(path.join(folder, 'table.json'), JSON.stringify({ ...table, hooks }))
  return { root: folder, hooks: Object.keys(hooks) }
}
