import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeRegistry } from '../registry/fixture.ts'
import { packFolder, put, readJson, type Scratch, scratch, snapshot } from '../scenarios/cli.ts'
import { FULL, tally } from '../tally.ts'
import { type Crowd, crowdIn, type Ran } from './crowd.ts'
import { startEditor } from './outside-editor.ts'

const [PROCESSES, COMMANDS] = FULL ? [16, 50] : [8, 6]
const linux = process.platform === 'linux'

/** Numbers that look random and are the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

/** What a process knows of a pack that nobody else touches; undefined for not installed. */
type Owned = Record<string, { readonly version: string; readonly level: number } | undefined>

interface Worker {
  readonly at: Scratch
  readonly number: number
  readonly owned: Owned
  readonly random: () => number
}

const OPTIONS = { type: 'object', properties: { level: { type: 'integer', default: 0 } } }

/** A project with a registry that has two versions of a pack for each process; each also has a pack in a folder. */
async function crowdedProject(): Promise<Scratch> {
  const at = scratch()
  const names = Array.from({ length: PROCESSES }, (_, number) => `reg-${number}`)
  for (let number = 0; number < PROCESSES; number++)
    packFolder(at.root, `dir-${number}`, {
      manifest: {
        options: OPTIONS,
        hooks: [
          {
            id: 'one',
            event: 'PreToolUse',
            // Some share an entry, some do not.
            tools: [number % 2 === 0 ? 'Bash' : 'Edit'],
            handler: { module: 'dist/one.cjs' },
          },
        ],
      },
    })
  await writeRegistry(
    path.join(at.root, 'registry'),
    Object.fromEntries(names.map((name) => [name, ['1.0.0', '1.1.0']])),
  )
  put(at.settings, {
    model: 'opus',
    hooks: { PreToolUse: [{ matcher: 'Read', hooks: [{ type: 'command', command: 'true', 'x-note': 1 }] }] },
  })
  await at.done(['registry', 'add', 'acme', path.join(at.root, 'registry'), '--yes'])
  return at
}

/** A command that must succeed, and what is so when it has. */
interface Step {
  readonly args: readonly string[]
  readonly done: () => void
}

function nextStep({ at, number, owned, random }: Worker): Step {
  const [dir, reg] = [`dir-${number}`, `reg-${number}`]
  const set = (name: string, value: Owned[string]) => () => {
    owned[name] = value
  }
  const name = random() < 0.5 ? dir : reg
  const has = owned[name]
  const kind = random()
  if (kind < 0.1) return { args: ['list', '--json'], done: () => undefined }
  if (kind < 0.2) return { args: ['install', '--yes'], done: () => undefined }
  if (!has && name === dir)
    return {
      args: ['add', path.join(at.root, 'packs', dir), '--yes'],
      done: set(dir, { version: '1.0.0', level: 0 }),
    }
  if (!has) return { args: ['add', `${reg}@1.0.0`, '--yes'], done: set(reg, { version: '1.0.0', level: 0 }) }
  if (kind < 0.5) return { args: ['remove', name, '--yes'], done: set(name, undefined) }
  if (name === reg)
    return { args: ['update', reg, '--latest', '--yes'], done: set(reg, { version: '1.1.0', level: 0 }) }
  const level = Math.floor(random() * 1000)
  return { args: ['config', dir, '--set', `level=${level}`, '--yes'], done: set(dir, { ...has, level }) }
}

/** Runs commands one after the other. Gives those that did not do what they were to do. */
async function work(worker: Worker, crowd: Crowd): Promise<readonly Ran[]> {
  const failed: Ran[] = []
  for (let count = 0; count < COMMANDS; count++) {
    const { args, done } = nextStep(worker)
    const ran = await crowd.run(args)
    if (ran.status === 0) done()
    else failed.push(ran)
  }
  return failed
}

/** Every difference between what the processes know and what is on the disk. */
function differences(at: Scratch, owned: Owned): readonly string[] {
  interface Packs {
    readonly packs: Record<string, { version: string; options: { level?: number } } | undefined>
  }
  const { packs } = readJson<Packs>(path.join(at.folder, 'lock.json'))
  const wishes = readJson<{ packs?: object }>(path.join(at.folder, 'hookpack.json')).packs ?? {}
  return Object.entries(owned).flatMap(([name, wanted]) => {
    const found = packs[name]
    const says = found && { version: found.version, level: found.options.level ?? 0 }
    const same =
      wanted?.version === says?.version &&
      wanted?.level === says?.level &&
      name in wishes === (wanted !== undefined)
    return same ? [] : [`${name} is ${JSON.stringify(says)}, not ${JSON.stringify(wanted)}`]
  })
}

function litter(at: Scratch): readonly string[] {
  return Object.keys(snapshot(path.dirname(at.folder))).filter((name) =>
    /\.mutex|journal|hookpack-tmp|\.staging/.test(name),
  )
}

describe.runIf(linux)('many commands on one scope', () => {
  const name = `${PROCESSES} processes x ${COMMANDS} commands lose nothing, whatever an editor and the client do to the settings meanwhile`
  test(name, { timeout: FULL ? 3_000_000 : 600_000 }, async () => {
    const at = await crowdedProject()
    const crowd = crowdIn(at)
    const editor = startEditor({
      settings: at.settings,
      stopOthers: crowd.stop,
      letOthersGo: crowd.letGo,
      random: randomFrom(7),
      // Several in the time of one command, however slow the machine is.
      longestPause: () => Math.max(400, crowd.lastMs() / 4),
    })
    const workers = Array.from({ length: PROCESSES }, (_, number): Worker => {
      return {
        at,
        number,
        owned: { [`dir-${number}`]: undefined, [`reg-${number}`]: undefined },
        random: randomFrom(number + 1),
      }
    })
    const failed = (await Promise.all(workers.map((worker) => work(worker, crowd)))).flat()
    const lostEdits = await editor.stop()
    const owned = Object.assign({}, ...workers.map((worker) => worker.owned)) as Owned
    const lostPacks = [...differences(at, owned), ...litter(at)]
    const frozen = await at.run(['install', '--frozen', '--yes'])
    if (frozen.status !== 0) lostPacks.push(frozen.stderr)

    const commands = PROCESSES * COMMANDS
    const busy = failed.filter(({ stderr }) => stderr.includes('error[mutex-busy]'))
    const hung = failed.filter((ran) => ran.hung)
    const other = failed.filter((ran) => !busy.includes(ran) && !hung.includes(ran))
    const row = (sweep: string, tried: number, lost: number): void =>
      tally({ sweep, tried, kept: tried - lost, lost })
    row('edits of an editor and of the client', editor.edits(), lostEdits.length)
    row('commands at once: what they did is so', commands, lostPacks.length + other.length)
    row('commands at once: that end', commands, hung.length)
    row('commands at once: that have their turn', commands, busy.length)
    expect({ lostEdits, lostPacks }).toEqual({ lostEdits: [], lostPacks: [] })
    expect(failed).toEqual([])
  })
})
