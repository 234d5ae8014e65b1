import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Evidence } from '../../src/core/evidence.ts'
import { tally } from '../tally.ts'
import { type Behaviour, json, mockRegistry } from './mock-registry.ts'
import { listing, signedBy, signingKey } from './registry-keys.ts'
import { type Project, projectOn } from './scope.ts'

const NAME = '@acme/hello'
const key = signingKey()
const evil = signingKey('SHA256:evil')
const keys = listing(key, evil)

const counts = { tried: 0, lost: [] as string[] }
afterAll(() => {
  const { tried, lost } = counts
  tally({
    sweep: 'npm: projects that make evidence forgotten',
    tried,
    kept: tried - lost.length,
    lost: lost.length,
  })
})

/** A project with a signed 1.0.0, on a registry that is another one from 1.1.0 on. */
async function signedProject(goesOn: Behaviour = {}, around: Parameters<typeof projectOn>[1] = {}) {
  const project = await projectOn({ oldest: signedBy(key), keys, ...goesOn }, around)
  expect((await project.add(`${NAME}@1.0.0`)).error).toBeUndefined()
  expect(project.installed()?.evidence?.kind).toBe('registry-signature')
  return project
}

/** What a pull request could do to the lockfile. */
function editEvidence({ lockfile }: Project, evidence: unknown): void {
  const text = readFileSync(lockfile, 'utf8')
  const value = JSON.parse(text) as { packs: Record<string, { evidence?: unknown }> }
  const pack = value.packs[NAME]
  if (pack) pack.evidence = evidence
  writeFileSync(lockfile, `${JSON.stringify(value, null, 2)}\n`)
}

async function expectRefused(what: string, project: Project, code = 'evidence-lost'): Promise<void> {
  counts.tried++
  const before = project.everything()
  const { error } = await project.add(`${NAME}@1.1.0`)
  if (error?.code !== code) counts.lost.push(what)
  expect(error?.code).toBe(code)
  expect(project.everything()).toEqual(before)
}

const evilEvidence: Evidence = { kind: 'registry-signature', keyid: evil.keyid, key: evil.fingerprint }

describe('what proved a pack is not forgotten', () => {
  test('by removing it and adding it again', async () => {
    const project = await signedProject()
    expect((await project.remove(NAME)).error).toBeUndefined()
    await expectRefused('remove and add', project)
  })

  test('by a lockfile that does not have it any more', async () => {
    const project = await signedProject()
    editEvidence(project, undefined)
    await expectRefused('evidence taken out', project)
  })

  test('by a lockfile that has another key', async () => {
    const project = await signedProject({ newest: signedBy(evil) })
    editEvidence(project, evilEvidence)
    await expectRefused('another key', project)
  })

  test('by a lockfile that names a kind that there is not', async () => {
    const project = await signedProject()
    editEvidence(project, { kind: 'best', keyid: 'x' })
    await expectRefused('an unknown kind', project, 'lockfile-invalid')
  })

  test('by taking the lockfile away', async () => {
    const project = await signedProject()
    rmSync(path.dirname(project.lockfile), { recursive: true })
    await expectRefused('no lockfile', project)
  })

  test('in another project of the same user', async () => {
    const project = await signedProject()
    expect((await project.remove(NAME)).error).toBeUndefined()
    const memory = JSON.parse(readFileSync(project.memory, 'utf8'))
    expect(memory).toEqual({
      v: 1,
      packs: [
        {
          source: 'npm',
          name: NAME,
          evidence: { kind: 'registry-signature', keyid: 'SHA256:test', key: key.fingerprint },
        },
      ],
    })
    const other = await projectOn({ keys })
    mkdirSync(path.dirname(other.memory), { recursive: true })
    writeFileSync(other.memory, JSON.stringify(memory))
    await expectRefused('another project', other)
  })
})

describe('the memory', () => {
  test('is not read from inside of a project', async () => {
    counts.tried++
    const inside = (project: string) => ({ HOOKPACK_STATE_DIR: path.join(project, 'state') })
    const project = await projectOn({ newest: signedBy(key), keys }, { env: inside })
    const folder = path.join(path.dirname(project.lockfile), '../../state')
    mkdirSync(folder)
    const planted = { v: 1, packs: [{ source: 'npm', name: NAME, evidence: evilEvidence }] }
    writeFileSync(path.join(folder, 'evidence.json'), JSON.stringify(planted))
    const { error } = await project.add(NAME)
    if (error) counts.lost.push('planted memory')
    expect(error).toBeUndefined()
    expect(readFileSync(path.join(folder, 'evidence.json'), 'utf8')).toBe(JSON.stringify(planted))
  })

  test.each(['', '{', '[]', 'null', '{"v":1,"packs":[null,1,{"source":1}]}', '\u0000'])(
    'that is damaged (%j) leaves the lockfile to compare with',
    async (text) => {
      const project = await signedProject()
      writeFileSync(project.memory, text)
      await expectRefused(`a damaged memory: ${text}`, project)
    },
  )

  test('does not learn from a lockfile that came with a project', async () => {
    counts.tried++
    const project = await signedProject()
    rmSync(project.memory)
    editEvidence(project, evilEvidence)
    rmSync(path.join(path.dirname(project.lockfile), 'packs'), { recursive: true })
    expect((await project.install()).error).toBeUndefined()
    const learnt = (() => {
      try {
        return readFileSync(project.memory, 'utf8')
      } catch {
        return ''
      }
    })()
    if (learnt.includes('evil')) counts.lost.push('learnt from a lockfile')
    expect(learnt).not.toContain('evil')
  })
})

describe('an old list of versions that is sent again', () => {
  test('does not bring an older version back; what is installed stays, with a warning', async () => {
    counts.tried++
    const registry = await mockRegistry({ newest: signedBy(key), oldest: signedBy(key), keys })
    const project = await projectOn({}, { registry })
    expect((await project.add(`${NAME}@^1.0.0`)).error).toBeUndefined()
    expect(project.installed()?.version).toBe('1.1.0')
    registry.become({
      keys,
      packument: (response, good, request) => {
        const { versions, ...rest } = good.packument as { versions: Record<string, unknown> }
        const old = { ...rest, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': versions['1.0.0'] } }
        json(old)(response, good, request)
      },
    })
    const before = project.everything()
    const { error, notes } = await project.updateAnew()
    if (project.installed()?.version !== '1.1.0') counts.lost.push('rolled back')
    expect({ error, notes }).toEqual({
      error: undefined,
      notes: [{ code: 'version-gone', pack: NAME, version: '1.1.0', newest: '1.0.0' }],
    })
    expect(project.everything()).toEqual(before)
  })
})
