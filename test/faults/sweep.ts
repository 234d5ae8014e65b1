import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { FULL, tally } from '../tally.ts'
import { type Ended, type Fault, type Injector, type Run, startInjector } from './injector.ts'
import { author, type Operation, settling } from './operations.ts'
import { clear, differences, keep, type Place, placeIn, restore, SCOPES, stateOf } from './place.ts'
import { type Density, pointsOf } from './points.ts'

/** One row of the table: an operation in a scope with so many packs. */
interface Case {
  readonly operation: Operation
  readonly scope: (typeof SCOPES)[number]
  readonly packs: number
  readonly density: Density
  /** No settings file, not even a folder for one. */
  readonly bare?: boolean
}

type State = Readonly<Record<string, string>>

interface Prepared {
  readonly one: Case
  readonly place: Place
  readonly injector: Injector
  readonly template: string
  readonly before: State
  readonly after: State
  readonly calls: readonly string[]
}

/** The sweep of an operation, as tests. `bare`: also in a project that has nothing yet. */
export function sweepOf(operation: Operation, { bare = false } = {}): void {
  if (process.platform !== 'linux') {
    test(`${operation.name}: the sweep is not run on ${process.platform}, which has no LD_PRELOAD`, () => {
      console.log(`${operation.name}: not swept on ${process.platform}; run the suite on Linux`)
    })
    return
  }
  test(`${operation.name} is all done or not done, whatever call is its last or fails`, {
    timeout: FULL ? 3 * 3_600_000 : 600_000,
  }, async () => {
    await sweep(operation.name, [
      ...(FULL ? everywhere(operation) : sample(operation)),
      ...(bare ? [bareCase(operation)] : []),
    ])
  })
}

const DENSITIES: Readonly<Record<number, Density>> = {
  1: { kills: 10_000, errors: 10_000 },
  3: { kills: 60, errors: 120 },
  10: { kills: 30, errors: 80 },
}

function everywhere(operation: Operation): readonly Case[] {
  return SCOPES.flatMap((scope) =>
    [1, 3, 10].map((packs) => ({ operation, scope, packs, density: DENSITIES[packs] ?? SAMPLE })),
  )
}

const SAMPLE: Density = { kills: 6, errors: 10 }

/** A case for each scope, and each number of packs that is quick. */
function sample(operation: Operation): readonly Case[] {
  return SCOPES.map((scope, at) => ({ operation, scope, packs: at === 1 ? 3 : 1, density: SAMPLE }))
}

function bareCase(operation: Operation): Case {
  const density = FULL ? { kills: 10_000, errors: 200 } : SAMPLE
  return { operation, scope: 'project', packs: 1, density, bare: true }
}

/** Runs cases one after another, with one warm process for all of them. */
async function sweep(title: string, cases: readonly Case[]): Promise<void> {
  const base = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-faults-')))
  const [first] = cases
  if (!first) return
  const anywhere = placeIn(base, first.scope)
  clear(anywhere, false)
  const injector = await startInjector(anywhere.tools, anywhere.root, warmUps(anywhere))
  const lost: Record<string, unknown> = {}
  const counts = { kill: 0, error: 0, lostKill: 0, lostError: 0, slowest: 0 }
  try {
    for (const [turn, one] of cases.entries()) {
      const prepared = await prepare(one, base, injector)
      for (const [index, fault] of pointsOf(prepared.calls, one.density, turn).entries()) {
        const { faults, recoveryMs } = await tryPoint(prepared, fault, index % 5 === 0)
        const kind = fault.mode === 'kill' || fault.mode === 'tear' ? 'kill' : 'error'
        counts[kind] += 1
        counts.slowest = Math.max(counts.slowest, recoveryMs)
        if (faults.length === 0) continue
        counts[kind === 'kill' ? 'lostKill' : 'lostError'] += 1
        const name = `${one.operation.name}, ${one.scope}, ${one.packs} packs: ${fault.mode} ${fault.error} at ${fault.at} of ${prepared.calls.length}`
        lost[`${name} (${prepared.calls[fault.at - 1]})`] = faults
      }
    }
  } finally {
    injector.stop()
    rmSync(base, { recursive: true, force: true })
  }
  const { kill, error, lostKill, lostError } = counts
  tally({ sweep: `kill points: ${title}`, tried: kill, kept: kill - lostKill, lost: lostKill })
  tally({ sweep: `error points: ${title}`, tried: error, kept: error - lostError, lost: lostError })
  console.log(`${title}: the slowest recovery took ${counts.slowest} ms`)
  expect(lost).toEqual({})
  expect(counts.slowest).toBeLessThan(5_000)
}

/** Command lines that load all of the program that the cases need. */
function warmUps(place: Place): readonly Run[] {
  author(place, 1, '1.0.0')
  const once = [
    place.command('add', path.join(place.packs, 'pack0'), '--yes'),
    place.command('remove', 'pack0', '--yes'),
    settling(place),
  ]
  // Code that has run a few times is compiled: a fork then needs half the time.
  return Array.from({ length: 6 }, () => once).flat()
}

async function prepare(one: Case, base: string, injector: Injector): Promise<Prepared> {
  const { operation, packs, bare = false } = one
  const place = placeIn(base, one.scope)
  const template = path.join(base, 'template')
  rmSync(place.packs, { recursive: true, force: true })
  clear(place, bare)
  for (const step of operation.before(place, packs)) {
    if (typeof step === 'function') step()
    else if ('run' in step) {
      keep(place, template)
      const { calls } = await injector.run(step.run)
      restore(place, template)
      await injector.run(step.run, {
        mode: step.mode,
        at: Math.round(step.part * calls.length),
        error: 'EIO',
      })
    } else succeeded(await injector.run(step), undefined)
  }
  keep(place, template)
  const before = seen(place, one)
  const ended = await injector.run(operation.run(place, packs))
  succeeded(ended, operation.endsWith)
  const after = seen(place, one)
  expect(differences(before, after)).not.toEqual([])
  return { one, place, injector, template, before, after, calls: ended.calls }
}

/**
 * The state of the place. An empty `.claude` that was made by a command which was killed directly afterwards cannot be told
 * from one that a person has made, and stays; so does that it was there, in the lockfile.
 */
function seen(place: Place, { bare }: Case): State {
  const state = stateOf(place)
  if (!bare) return state
  const names = Object.keys(state)
  const isEmpty = (name: string): boolean => names.every((other) => other === name || !other.startsWith(name))
  return Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => name !== '.claude/' || !isEmpty(name))
      .map(([name, text]) => [name, text.replace(/"createdHome": (true|false)/, '"createdHome": ?')]),
  )
}

function succeeded({ status, stderr }: Ended, endsWith: string | undefined): void {
  expect({ status, code: codeIn(stderr), stderr }).toMatchObject(
    endsWith === undefined ? { status: 0 } : { status: 1, code: endsWith },
  )
}

function codeIn(stderr: string): string | undefined {
  return /^error\[([\w-]+)\]/m.exec(stderr)?.[1]
}

interface Tried {
  /** What is not as it must be, in words. */
  readonly faults: readonly string[]
  readonly recoveryMs: number
}

/** Tries one point: the command with its fault, then the next command. `more`: also what people do afterwards. */
async function tryPoint(prepared: Prepared, fault: Fault, more: boolean): Promise<Tried> {
  const { one, place, injector, template, before, after } = prepared
  restore(place, template)
  const ended = await injector.run(one.operation.run(place, one.packs), fault)
  const now = seen(place, one)
  const faults: string[] = [...faultsOfEnd(prepared, fault, { ended, now })]
  if (more) {
    const { status, stderr } = await injector.run(place.command('list', '--json'))
    if (status !== 0) faults.push(`list fails: ${stderr}`)
  }
  const next = await injector.run(settling(place))
  if (codeIn(next.stderr) !== 'not-installed') faults.push(`the next command fails: ${next.stderr}`)
  const settled = seen(place, one)
  const isBefore = one.operation.endsWith === undefined && differences(before, settled).length === 0
  const isAfter = differences(after, settled).length === 0
  if (!isBefore && !isAfter) {
    faults.push(`neither before (${differences(before, settled).join(', ')})`)
    faults.push(`nor after (${differences(after, settled).join(', ')}), it said ${ended.stderr}`)
  }
  if (/nothing was changed/.test(ended.stderr) && isAfter && one.operation.endsWith === undefined)
    faults.push(`it changed something, but said ${ended.stderr}`)
  faults.push(...litterIn(place.state))
  if (more && isBefore) {
    const again = await injector.run(one.operation.run(place, one.packs))
    const different = differences(after, seen(place, one))
    if (again.status !== 0 || different.length > 0)
      faults.push(`the same command again: ${again.stderr} ${different.join(', ')}`)
  }
  return { faults, recoveryMs: next.ms }
}

/** What is wrong with how the command ended, its fault considered. */
function faultsOfEnd(
  { one, place, after }: Prepared,
  { mode }: Fault,
  { ended, now }: { readonly ended: Ended; readonly now: State },
): readonly string[] {
  const { status, signal, stderr } = ended
  if (mode === 'kill' || mode === 'tear') return signal === 9 ? [] : [`was not killed: ${stderr}`]
  const code = codeIn(stderr)
  if (status === 0 || code === one.operation.endsWith) {
    // A mutex that could not be removed is that of a dead process: the next command takes it over, and removes the folder.
    const held = Object.keys(now).find((name) => name.endsWith('/.mutex'))
    const different = differences(after, now).filter(
      (one) => !held || !`${held} `.includes(one.replace(/^too much: /, '')),
    )
    return different.length === 0 ? [] : [`said it was done, but ${different.join(', ')}`]
  }
  if (signal !== 0 || code === undefined) return [`ended with ${status}, signal ${signal}: ${stderr}`]
  const named = stderr.includes(path.dirname(place.root))
  return code !== 'unexpected' && named ? [] : [`not an error that helps: ${stderr}`]
}

/** Files in the state folder that are not whole, or nobody's. */
function litterIn(folder: string): readonly string[] {
  let names: readonly string[]
  try {
    names = readdirSync(folder, { recursive: true }).map(String)
  } catch {
    // It may not be there yet.
    return []
  }
  return names.flatMap((name) => {
    if (/hookpack-tmp|\.mutex|staging/.test(name)) return [`left in the state folder: ${name}`]
    if (!name.endsWith('.json')) return []
    try {
      JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
      return []
    } catch (error) {
      return [`${name}: ${String(error)}`]
    }
  })
}
