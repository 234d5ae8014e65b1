// What happens to a settings file while it is written: a full disk, readers, other writers, kills.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { FULL, tally } from '../tally.ts'
import { BIN, commandsOf, packFolder, put, type Scratch, scratch, snapshot } from './cli.ts'
import { LARGE } from './torture-files.ts'

const SCOPES = FULL ? (['project', 'user'] as const) : (['project'] as const)
type Scope = (typeof SCOPES)[number]

function settingsIn(at: Scratch, scope: Scope): string {
  return path.join(scope === 'user' ? at.home : at.project, '.claude/settings.json')
}

/** Counts what was tried and what was lost, and fails with the details of the latter. */
function count(sweep: string, tried: number, lost: readonly unknown[]): void {
  tally({ sweep: `torture: ${sweep}`, tried, kept: tried - lost.length, lost: lost.length })
  expect(lost).toEqual([])
}

interface Prepared {
  readonly at: Scratch
  readonly settings: string
  readonly args: readonly string[]
}

function prepared(scope: Scope, text: string): Prepared {
  const at = scratch()
  const settings = settingsIn(at, scope)
  put(settings, text)
  return { at, settings, args: ['add', packFolder(at.root, 'small'), '--yes', '--scope', scope] }
}

test.each(SCOPES)(
  'a write that the disk cuts off changes nothing (%s)',
  { timeout: 300_000 },
  async (scope) => {
    const lost: unknown[] = []
    // In blocks of 512 bytes: less than the settings, more than each of our other files; then hardly anything.
    const limits = FULL ? [3000, 2000, 1000, 400, 100, 20, 4, 1] : [3000, 20]
    for (const limit of limits) {
      const { at, args } = prepared(scope, LARGE)
      const before = snapshot(at.root)
      const line = `ulimit -f ${limit}; exec "$0" "$@"`
      const { exitCode, stderr } = await execa('sh', ['-c', line, process.execPath, BIN, ...args], {
        cwd: at.project,
        env: at.env,
        extendEnv: false,
        reject: false,
      })
      const after = snapshot(at.root)
      const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
        (name) => before[name] !== after[name],
      )
      if (exitCode !== 1 || changed.length > 0 || !stderr.includes('error['))
        lost.push({ limit, exitCode, stderr, changed })
    }
    count(`${scope}, full disk`, limits.length, lost)
  },
)

test.each(SCOPES)(
  'a reader sees all of the old or all of the new text (%s)',
  { timeout: 300_000 },
  async (scope) => {
    const { at, settings, args } = prepared(scope, LARGE)
    const packs = ['b', 'c'].map((name) => packFolder(at.root, name))
    const torn: unknown[] = []
    let reads = 0
    let working = true
    const reader = (async () => {
      let last = ''
      while (working) {
        const text = readFileSync(settings, 'utf8')
        if (text !== last && !isWhole(text)) torn.push(text.length)
        last = text
        reads += 1
        await sleep(1)
      }
    })()
    for (const add of [args, ...packs.map((pack) => ['add', pack, ...args.slice(2)])]) await at.done(add)
    working = false
    await reader
    count(`${scope}, reads meanwhile`, reads, torn)
  },
)

function isWhole(text: string): boolean {
  try {
    const { permissions } = JSON.parse(text) as { permissions: { allow: unknown[] } }
    return permissions.allow.length === 40_000
  } catch {
    return false
  }
}

test.each(SCOPES)(
  'ten adds at once are all there, and removed leave nothing (%s)',
  { timeout: 600_000 },
  async (scope) => {
    const lost: unknown[] = []
    const rounds = FULL ? 3 : 1
    const text =
      '{\r\n\t"hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "mine" } ] } ] }\r\n}'
    const names = Array.from({ length: 10 }, (_, number) => `pack-${number}`)
    for (let round = 0; round < rounds; round++) {
      const { at, settings } = prepared(scope, text)
      const folders = names.map((name) => packFolder(at.root, name))
      const before = snapshot(at.root)
      const more = ['--yes', '--scope', scope]
      const ended = await Promise.all(folders.map((folder) => at.run(['add', folder, ...more])))
      lost.push(...ended.filter(({ status }) => status !== 0))
      const [command = ''] = commandsOf(settings, 'PreToolUse')
      lost.push(...names.filter((name) => !command.includes(`${name}/one`)))
      await at.done(['remove', ...names, ...more])
      if (JSON.stringify(snapshot(at.root)) !== JSON.stringify(before))
        lost.push({ round, left: snapshot(at.root) })
    }
    count(`${scope}, adds at once`, rounds * names.length, lost)
  },
)

test.each(SCOPES)(
  'a kill leaves the old or the new text, and the next command all of it (%s)',
  { timeout: 900_000 },
  async (scope) => {
    const lost: unknown[] = []
    const kills = FULL ? 12 : 4
    const clean = prepared(scope, LARGE)
    const start = performance.now()
    await clean.at.done(clean.args)
    const took = performance.now() - start
    // In the user scope our command has the path of the scratch home in it.
    const settled = (one: Scratch, file: string): string =>
      readFileSync(file, 'utf8').replaceAll(one.root, '{root}')
    const after = settled(clean.at, clean.settings)
    for (let kill = 0; kill < kills; kill++) {
      const { at, settings, args } = prepared(scope, LARGE)
      const child = execa(process.execPath, [BIN, ...args], {
        cwd: at.project,
        env: at.env,
        extendEnv: false,
        reject: false,
      })
      let done = false
      const ended = child.then(() => {
        done = true
      })
      const moment = kill % 2 === 0 ? firstWrite(settings, () => done) : sleep(((kill + 1) / kills) * took)
      await Promise.race([moment, ended])
      child.kill('SIGKILL')
      await ended
      const text = settled(at, settings)
      if (text !== LARGE && text !== after) lost.push({ kill, length: text.length })
      const next = await at.run(args)
      if (next.status !== 0 || settled(at, settings) !== after) lost.push({ kill, ...next })
      const left = readdirSync(path.dirname(settings), { recursive: true }).map(String)
      if (left.some((name) => /tmp|journal|mutex|staging/.test(name))) lost.push({ kill, left })
      await at.done(['remove', 'small', ...args.slice(2)])
      if (readFileSync(settings, 'utf8') !== LARGE) lost.push({ kill, removed: false })
    }
    count(`${scope}, kills`, kills, lost)
  },
)

/** Waits until the folder of the settings shows that something is being written there. */
async function firstWrite(settings: string, isOver: () => boolean): Promise<void> {
  const folder = path.dirname(settings)
  const journal = path.join(folder, 'hookpack/journal.json')
  const isWriting = (): boolean =>
    existsSync(journal) || readdirSync(folder).some((name) => name.includes('tmp'))
  while (!isOver() && !isWriting()) await sleep(0)
}
