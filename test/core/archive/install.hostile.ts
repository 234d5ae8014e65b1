import { lstatSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { readArchiveTwice } from '../../../src/core/archive/agree.ts'
import { ArchiveError } from '../../../src/core/archive/error.ts'
import { ERROR_CODES, type ErrorCode } from '../../../src/errors.ts'
import { readJson, type Scratch, snapshot } from '../../scenarios/cli.ts'
import { FULL, tally } from '../../tally.ts'
import type { Case } from './case.ts'
import { identityCases } from './cases-identity.ts'
import { corpus } from './corpus.ts'
import { file } from './forge.ts'
import { addHere, type Ended, placed, withCanaries, worldOf } from './installing.ts'
import { asPack, ownFiles, packed } from './packs.ts'

const slow = 10 * 60_000

// Some are of many megabytes before they are compressed, so each is made once.
const made = new Map<Case['archive'], Uint8Array>()

function bytesOf({ archive }: Pick<Case, 'archive'>): Uint8Array {
  const bytes = made.get(archive) ?? archive()
  made.set(archive, bytes)
  return bytes
}

/** The program starts anew for each archive, so without --full it is given only some of them. */
const everyNth = FULL ? 1 : 32

interface Refused {
  readonly name: string
  readonly archive: () => Uint8Array
  readonly code: ErrorCode
}

type Add = (at: Scratch, file: string) => Promise<Ended>

const addByProgram: Add = (at, file) => at.run(['add', file, '--yes'])

const isRefused = (each: Case): boolean => 'refuses' in each && each.limits === undefined
const refusedIn = (cases: readonly Case[]): readonly Refused[] =>
  cases.filter(isRefused).map(({ name, archive }) => ({ name, archive, code: 'archive-refused' }))
const ofManifests = identityCases.map(({ refuses, ...each }): Refused => ({ ...each, code: refuses }))
const allRefused = [...Object.values(corpus).flatMap(refusedIn), ...ofManifests]

/** Adds each archive and gives what did not end as it must. */
async function notRefused(cases: readonly Refused[], add: Add): Promise<readonly string[]> {
  const at = clean(withCanaries())
  const before = worldOf(at)
  const lost: string[] = []
  for (const each of cases) {
    const { name, code } = each
    const { status, stderr } = await add(at, placed(at, bytesOf(each)))
    if (status !== ERROR_CODES[code] || !stderr.startsWith(`error[${code}]: `))
      lost.push(`${name}: ${stderr}`)
    expect(worldOf(at), name).toEqual(before)
  }
  return lost
}

function clean(at: Scratch): Scratch {
  onTestFinished(() => rmSync(`${at.root}-archive`, { recursive: true, force: true }))
  return at
}

function count(sweep: string, tried: number, lost: readonly string[]): void {
  tally({ sweep: `archives: ${sweep}`, tried, kept: tried - lost.length, lost: lost.length })
  expect(lost).toEqual([])
}

describe('an archive that must be refused', () => {
  const groups = { ...corpus, identity: [] }
  test.each(Object.keys(groups))(
    'writes nothing anywhere: %s',
    async (group) => {
      const cases = group === 'identity' ? ofManifests : refusedIn(corpus[group] ?? [])
      count(`refused, ${group}`, cases.length, await notRefused(cases, addHere))
    },
    slow,
  )

  test(
    'writes nothing anywhere when the program is given it',
    async () => {
      const some = allRefused.filter((_, index) => index % everyNth === 0)
      count('refused by the program', some.length, await notRefused(some, addByProgram))
    },
    slow,
  )
})

describe('the cases', () => {
  const all = Object.entries(corpus)

  test.each(all)(
    'are read as they say: %s',
    async (group, cases) => {
      const wrong: string[] = []
      for (const each of cases) if (!(await isAsSaid(each))) wrong.push(each.name)
      count(`read, ${group}`, cases.length, wrong)
    },
    slow,
  )

  test('are at least 150, and as many are refused', () => {
    expect(allRefused.length).toBeGreaterThan(150)
  })
})

async function isAsSaid(each: Case): Promise<boolean> {
  try {
    const files = await readArchiveTwice(bytesOf(each), each.limits)
    const found = files.map(({ path: name, bytes, executable }) => [
      executable ? `${name}*` : name,
      Buffer.from(bytes).toString('latin1'),
    ])
    return (
      'accepts' in each && JSON.stringify(found) === JSON.stringify(Object.entries(each.accepts).sort(byName))
    )
  } catch (error) {
    return error instanceof ArchiveError && 'refuses' in each && error.reason === each.refuses
  }
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1)

describe('an archive that is accepted', () => {
  const accepted = Object.values(corpus)
    .flat()
    .filter((each) => 'accepts' in each && each.limits === undefined)

  test(
    'is written as it was checked: these files, these bytes, 0644 or 0755, and nothing else',
    async () => {
      const lost: string[] = []
      for (const each of accepted) {
        const at = clean(withCanaries())
        const { status, stderr } = await addHere(at, placed(at, asPack(each.archive())))
        if (status !== 0) lost.push(`${each.name}: ${stderr}`)
        else expect(installed(at), each.name).toEqual(expected('accepts' in each ? each.accepts : {}))
      }
      count('written as checked', accepted.length, lost)
    },
    slow,
  )

  const modes = ['0000000', '0000400', '0000600', '0000644', '0000666', '0001644', '0002666', '0004644']
  const executables = ['0000100', '0000755', '0000777', '0001777', '0002755', '0004711', '0007777']

  test('keeps of modes only whether a file is executable, of owners and times nothing, whatever the umask', async () => {
    const umask = process.umask(0)
    afterAll(() => process.umask(umask))
    const bits = [...modes, ...executables]
    const entries = bits.map((mode) =>
      file(`package/m${mode}`, mode, { mode: `${mode}\0`, uid: '0030071\0', gid: '0030071\0' }),
    )
    const accepts = Object.fromEntries(
      bits.map((mode) => [`m${mode}${executables.includes(mode) ? '*' : ''}`, mode]),
    )
    for (const mask of [0, 0o22, 0o77]) {
      process.umask(mask)
      const at = clean(withCanaries())
      const started = Date.now()
      expect(await addHere(at, placed(at, packed({}, ...entries)))).toMatchObject({ status: 0 })
      expect(installed(at)).toEqual(expected(accepts))
      for (const name of Object.keys(readLock(at).files)) {
        const { uid, gid, mode, mtimeMs, nlink } = lstatSync(path.join(packFolder(at), name))
        expect([uid, gid, mode & 0o7022, nlink]).toEqual([process.getuid?.(), process.getgid?.(), 0, 1])
        expect(mtimeMs).toBeGreaterThan(started - 60_000)
      }
    }
    process.umask(umask)
  })

  test('is what the lockfile says, file by file', async () => {
    const at = clean(withCanaries())
    await addHere(at, placed(at, packed({}, file('package/run', '#!', { mode: '0004755\0' }))))
    const { createHash } = await import('node:crypto')
    const hashes = Object.keys(readLock(at).files).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path.join(packFolder(at), name)))
        .digest('hex'),
    ])
    expect(Object.fromEntries(hashes)).toEqual(readLock(at).files)
  })
})

interface Lock {
  readonly packs: Readonly<
    Record<string, { readonly folder: string; readonly files: Record<string, string> }>
  >
}

function readLock(at: Scratch): { readonly folder: string; readonly files: Record<string, string> } {
  const found = readJson<Lock>(path.join(at.folder, 'lock.json')).packs['some-pack']
  if (!found) throw new Error('the pack is not in the lockfile')
  return found
}

function packFolder(at: Scratch): string {
  return path.join(at.folder, readLock(at).folder)
}

/** The files of the installed pack, with mode and bytes. */
function installed(at: Scratch): Readonly<Record<string, string>> {
  const all = Object.entries(snapshot(packFolder(at)))
  return Object.fromEntries(all.filter(([, what]) => !what.startsWith('folder ')))
}

function expected(accepts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries({ ...accepts, ...ownFiles }).map(([name, content]) =>
      name.endsWith('*') ? [name.slice(0, -1), `file 755 ${content}`] : [name, `file 644 ${content}`],
    ),
  )
}
