import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeRegistry } from '../registry/fixture.ts'
import { packFolder, put, readJson, type Scratch } from '../scenarios/cli.ts'
import { UNPRINTABLE } from './kinds.ts'

const EVIL = UNPRINTABLE
/** As it can be the name of a file: on Linux, everything but `/` and NUL. */
const EVIL_NAME = `a\u001B[31m\u007F\u202E\u200B\u{E0041}\nFORGED`
const AT_MOST_80 = EVIL.slice(0, 80)

/** A place with hostile text in it, and the commands that come across it. */
export interface Scene {
  readonly name: string
  readonly set: (at: Scratch) => unknown
  readonly commands: readonly (readonly string[])[]
  readonly cwd?: (at: Scratch) => string
}

const described = { description: EVIL, keywords: [EVIL], license: EVIL, engines: { [EVIL]: EVIL } }
const manifest = {
  hooks: [
    {
      id: 'one',
      event: 'PreToolUse',
      tools: ['Bash'],
      handler: { module: 'dist/one.cjs' },
      description: EVIL,
      statusMessage: AT_MOST_80,
    },
    {
      id: 'two',
      event: 'PreToolUse',
      matcher: `Bash|[${EVIL.replace(/[[\]\\]/g, '')}]`,
      if: `Bash(${EVIL})`,
      handler: { prompt: { prompt: EVIL, model: EVIL } },
    },
    {
      id: 'three',
      event: 'PreToolUse',
      handler: { mcp_tool: { server: EVIL, tool: EVIL, input: { [EVIL]: EVIL } } },
    },
    {
      id: 'four',
      event: 'PostToolUse',
      handler: { http: { url: 'https://example.com/', headers: { [EVIL]: EVIL }, allowedEnvVars: [EVIL] } },
    },
  ],
  permissions: { network: [EVIL], reads: [EVIL], runs: [EVIL], writes: [EVIL] },
  requires: { client: EVIL, commands: [EVIL], platforms: [EVIL] },
  options: {
    description: EVIL,
    properties: {
      [EVIL]: { type: 'string', description: EVIL, default: EVIL, enum: [EVIL] },
      x: { description: EVIL, default: [EVIL], type: ['string', 'array'] },
    },
  },
}

function evilPack(at: Scratch): string {
  const folder = packFolder(at.root, 'small', { described, manifest })
  put(path.join(folder, 'dist', `${EVIL_NAME}.js`), `module.exports = '${EVIL}'\n`)
  put(path.join(folder, 'cases', `${EVIL_NAME}.json`), {
    hook: EVIL,
    cases: [{ name: EVIL, expect: { decision: 'none' } }],
  })
  put(path.join(folder, 'cases/two.json'), {
    hook: 'one',
    cases: [
      {
        name: EVIL,
        event: { tool_name: 'Bash', tool_input: { command: EVIL } },
        expect: { decision: 'deny', reason: EVIL },
      },
    ],
  })
  return folder
}

/** The same without the names of files that no archive may have. */
function installablePack(at: Scratch): string {
  return packFolder(at.root, 'small', { described, manifest })
}

const PACK = '../packs/small'
const LOCK = (at: Scratch): string => path.join(at.folder, 'lock.json')

interface Lock {
  readonly packs: Readonly<Record<string, { readonly hooks: readonly object[] }>>
  readonly entries: readonly object[]
}

/** The lockfile, with every text that is free replaced. */
async function evilLock(at: Scratch): Promise<void> {
  await at.done(['add', 'block-dangerous-bash', '--yes'])
  const lock = readJson<Lock>(LOCK(at))
  const permissions = { network: [EVIL] }
  const texts = { source: EVIL, resolved: EVIL, integrity: EVIL, env: [EVIL], options: { [EVIL]: EVIL } }
  for (const pack of Object.values(lock.packs)) {
    for (const hook of pack.hooks) Object.assign(hook, { matcher: EVIL, event: EVIL, statusMessage: EVIL })
    Object.assign(pack, { ...texts, permissions, files: { [EVIL]: EVIL } })
  }
  for (const entry of lock.entries) Object.assign(entry, { matcher: EVIL, hooks: [EVIL], event: EVIL })
  put(LOCK(at), lock)
}

const FOREIGN = {
  hooks: {
    [EVIL]: [{ matcher: EVIL, hooks: [{ type: EVIL, command: EVIL }] }],
    Stop: [{ matcher: 5, hooks: [{ type: { toString: 1 }, command: EVIL }, { type: EVIL }] }],
    SessionEnd: [{ matcher: EVIL, hooks: [{ type: 'command', command: EVIL }] }],
  },
  [EVIL]: EVIL,
}

const record = {
  v: 1,
  time: '2026-01-01T00:00:00Z',
  event: EVIL,
  hook: EVIL,
  outcome: 'failed',
  ms: 1,
  decision: EVIL,
  reason: EVIL,
  tool: EVIL,
  project: EVIL,
  scope: EVIL,
  session: EVIL,
}

async function evilRegistry(at: Scratch): Promise<void> {
  const base = path.join(at.root, 'registry')
  await writeRegistry(
    base,
    { small: ['1.0.0'] },
    { info: { name: EVIL }, line: (line) => ({ ...line, deprecated: EVIL, src: EVIL, events: [EVIL] }) },
  )
  const [shard = ''] = readJson<{ search: string[] }>(path.join(base, 'registry.json')).search
  const row = { name: `small${EVIL}`, latest: EVIL, events: [EVIL], tags: [EVIL], description: EVIL }
  put(path.join(base, shard), gzipSync(`${JSON.stringify(row)}\n`))
  put(path.join(at.folder, 'hookpack.json'), { registries: { acme: `file://${base}/` } })
}

export const SCENES: readonly Scene[] = [
  {
    name: 'a pack that is written',
    set: evilPack,
    commands: [
      ['validate', PACK],
      ['validate', PACK, '--json'],
      ['test', PACK],
      ['test', PACK, '--json'],
      ['pack', PACK],
      ['add', PACK, '--yes'],
      ['info', PACK],
    ],
  },
  {
    name: 'a pack that is installed',
    set: installablePack,
    commands: [
      ['add', PACK, '--dry-run'],
      ['add', PACK, '--dry-run', '--json'],
      ['add', PACK],
      ['info', PACK],
      ['info', PACK, '--json'],
      ['add', PACK, '--yes'],
      ['list'],
      ['list', '--json'],
      ['config', 'small'],
      ['config', 'small', '--json'],
      ['config', 'small', '--set', 'x=1', '--yes'],
      ['outdated'],
      ['remove', 'small', '--yes'],
    ],
  },
  {
    name: 'a lockfile',
    set: evilLock,
    commands: [
      ['list'],
      ['list', '--json'],
      ['outdated', '--offline'],
      ['update', '--dry-run'],
      ['install', '--dry-run'],
      ['config', 'block-dangerous-bash'],
      ['info', 'block-dangerous-bash'],
      ['remove', 'block-dangerous-bash', '--dry-run'],
    ],
  },
  {
    name: 'settings',
    set: (at) => put(at.settings, FOREIGN),
    commands: [
      ['list'],
      ['list', '--json'],
      ['add', 'block-dangerous-bash', '--dry-run'],
      ['add', 'block-dangerous-bash', '--yes'],
    ],
  },
  {
    name: 'broken settings',
    set: (at) => put(at.settings, `{"a": ${EVIL}}`),
    commands: [
      ['list'],
      ['list', '--json'],
      ['add', 'block-dangerous-bash', '--yes'],
      ['add', 'block-dangerous-bash', '--yes', '--json'],
    ],
  },
  {
    name: 'a broken lockfile',
    set: (at) => put(LOCK(at), `{"${EVIL}": ${EVIL}}`),
    commands: [['list'], ['list', '--scope', 'project'], ['add', 'block-dangerous-bash', '--yes']],
  },
  {
    name: 'a lockfile of another shape',
    set: (at) => put(LOCK(at), { lockfileVersion: 1, packs: { [EVIL]: {} }, entries: [], undo: [] }),
    commands: [['list', '--scope', 'project'], ['outdated']],
  },
  {
    name: 'hookpack.json',
    set: (at) =>
      put(path.join(at.folder, 'hookpack.json'), { packs: { [EVIL]: EVIL }, registries: { [EVIL]: EVIL } }),
    commands: [['install', '--yes'], ['outdated'], ['registry', 'list'], ['search', 'x']],
  },
  {
    name: 'the run log',
    set: (at) => put(path.join(`${at.root}-state`, 'log/runs.jsonl'), `${JSON.stringify(record)}\n${EVIL}\n`),
    commands: [
      ['logs', '--all'],
      ['logs', '--all', '--json'],
      ['stats', '--all'],
      ['stats', '--all', '--json'],
      ['logs', '--hook', EVIL.replaceAll('\uD800', '')],
    ],
  },
  {
    name: 'a registry',
    set: evilRegistry,
    commands: [
      ['search'],
      ['search', 'small'],
      ['search', '--json'],
      ['add', 'small', '--yes'],
      ['info', 'small'],
      ['registry', 'list'],
      ['outdated'],
    ],
  },
  {
    name: "a project's .npmrc",
    set: (at) =>
      put(
        path.join(at.project, '.npmrc'),
        `//${EVIL_NAME.replace('\n', '')}/:_authToken=x\nregistry=${EVIL.replaceAll('\n', '')}\n`,
      ),
    commands: [
      ['add', 'npm:small', '--yes', '--offline'],
      ['search', 'x', '--npm', '--offline'],
    ],
  },
  {
    name: 'the command line',
    set: () => undefined,
    commands: [
      [EVIL_NAME],
      ['add', EVIL_NAME, '--yes'],
      ['add', `./${EVIL_NAME}`, '--yes'],
      ['add', 'block-dangerous-bash', '--set', `${EVIL_NAME}=1`],
      ['info', `npm:${EVIL_NAME}`],
      ['remove', EVIL_NAME, '--yes'],
      ['search', EVIL_NAME],
      ['list', `--${EVIL_NAME}`],
      ['init', EVIL_NAME],
      ['registry', 'add', EVIL_NAME, EVIL_NAME],
      ['logs', '--since', EVIL_NAME],
      ['validate', EVIL_NAME],
    ],
  },
  {
    name: 'the name of the folder',
    set: (at) => mkdirSync(path.join(at.root, EVIL_NAME, '.claude'), { recursive: true }),
    cwd: (at) => path.join(at.root, EVIL_NAME),
    commands: [
      ['list'],
      ['add', 'block-dangerous-bash', '--dry-run'],
      ['add', 'block-dangerous-bash', '--yes'],
      ['list'],
      ['remove', 'block-dangerous-bash', '--yes'],
    ],
  },
]
