import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readNpmSettings } from '../../src/io/npm-config.ts'
import { install } from '../../src/ops/install.ts'
import { list } from '../../src/ops/list.ts'
import { logs } from '../../src/ops/logs.ts'
import { rollback } from '../../src/ops/rollback.ts'
import { testPack } from '../../src/ops/test-pack.ts'
import { validatePack } from '../../src/ops/validate-pack.ts'
import { parsePackument } from '../../src/schema/packument.ts'
import { packFolder, put, type Scratch } from '../scenarios/cli.ts'
import { adding, contextFor, MODE, type Place, YES } from './place.ts'
import { inRegistry } from './registry-places.ts'

const GUARD = 'block-dangerous-bash'

const hook = { id: 'one', event: 'PreToolUse', tools: ['Bash'], handler: { module: 'dist/one.cjs' } }
const text = (value: object): Promise<string> => Promise.resolve(JSON.stringify(value))

/** Writes a file of a small pack. */
function packWith(at: Scratch, file: string, content: string | Buffer): string {
  const folder = packFolder(at.root, 'small')
  put(path.join(folder, file), content)
  return folder
}

async function installed(at: Scratch, file: string): Promise<string> {
  await adding(at, GUARD)
  return readFileSync(file, 'utf8')
}

async function readsSettings(at: Scratch, content: string | Buffer): Promise<unknown> {
  put(at.settings, content)
  await list(contextFor(at), undefined)
  return adding(at, GUARD)
}

/** Git's own way to say that two sides have changed a file. */
const conflict = (content: string | Buffer): string =>
  `<<<<<<< ours\n${content.toString()}\n=======\n${content.toString()}\n>>>>>>> theirs\n`

export const PLACES: readonly Place[] = [
  {
    name: 'the manifest of a pack',
    says: /small|hooks\.json/,
    first: 'hooks',
    good: () => text({ hooks: [hook], options: { properties: {} } }),
    read: (at, content) => adding(at, packWith(at, 'hooks.json', content)),
  },
  {
    name: 'the package.json of a pack',
    says: /small|package\.json|this folder/,
    first: 'name',
    good: () => text({ name: 'small', version: '1.0.0', description: 'x' }),
    read: (at, content) => adding(at, packWith(at, 'package.json', content)),
  },
  {
    name: 'a manifest that is validated',
    says: /hooks\.json/,
    first: 'hooks',
    good: () => text({ hooks: [hook] }),
    read: (at, content) => validatePack(packWith(at, 'hooks.json', content), true, at.project),
  },
  {
    name: 'a package.json that is validated',
    says: /package\.json/,
    first: 'name',
    good: () => text({ name: 'small', version: '1.0.0' }),
    read: (at, content) => validatePack(packWith(at, 'package.json', content), true, at.project),
  },
  {
    name: 'a file of cases',
    says: /small|cases/,
    first: 'cases',
    good: () => text({ cases: [{ name: 'one', expect: { decision: 'none' } }], hook: 'one', event: {} }),
    read: async (at, content) => {
      const folder = packWith(at, 'cases/one.json', content)
      await validatePack(folder, false, at.project)
      return testPack(folder, undefined, at.project)
    },
  },
  {
    name: 'hookpack.json',
    says: /hookpack\.json/,
    first: 'packs',
    good: () => text({ packs: { [GUARD]: { version: '*', options: {} } } }),
    read: (at, content) => {
      put(path.join(at.folder, 'hookpack.json'), content)
      return adding(at, GUARD)
    },
  },
  {
    name: 'the lockfile',
    says: /lock\.json/,
    first: 'packs',
    good: (at) => installed(at, path.join(at.folder, 'lock.json')),
    read: async (at, content) => {
      put(path.join(at.folder, 'lock.json'), content)
      await list(contextFor(at), 'project')
      return adding(at, GUARD)
    },
  },
  {
    name: 'settings',
    says: /settings\.json/,
    first: 'hooks',
    good: () => text({ hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [] }] }, env: { A: 'b' } }),
    read: readsSettings,
  },
  {
    name: 'settings in which a pack is installed',
    says: /settings\.json/,
    first: 'hooks',
    good: (at) => installed(at, at.settings),
    read: readsSettings,
  },
  {
    name: 'a journal',
    says: /journal\.json/,
    first: 'writes',
    good: (at) => text({ writes: [{ path: at.settings, before: null, after: '{}' }], v: 1 }),
    read: (at, content) => {
      put(path.join(at.folder, 'journal.json'), content)
      return adding(at, GUARD)
    },
  },
  {
    name: 'the run log',
    says: /runs\.jsonl/,
    first: 'v',
    good: () =>
      text({ v: 1, time: '2026-01-01T00:00:00Z', event: 'Stop', hook: 'a/b', outcome: 'none', ms: 1 }),
    read: (at, content) => {
      put(
        path.join(`${at.root}-state`, 'log/runs.jsonl'),
        Buffer.concat([Buffer.from(content), Buffer.from('\n')]),
      )
      const query = {
        hook: undefined,
        event: undefined,
        failed: false,
        since: undefined,
        all: true,
        now: Date.now(),
      }
      return logs(contextFor(at), query, '50')
    },
  },
  {
    name: 'what was before a change',
    says: /no earlier state|lock\.json/,
    first: 'entries',
    good: async (at) => {
      await adding(at, GUARD)
      return readFileSync(historyOf(at), 'utf8')
    },
    read: (at, content) => {
      put(historyOf(at), content)
      return rollback({ ...MODE, scope: 'project' }, contextFor(at), YES)
    },
  },
  {
    name: 'hookpack.json with a conflict',
    says: /hookpack\.json/,
    first: 'packs',
    good: () => text({ packs: { [GUARD]: '*' } }),
    read: (at, content) => {
      put(path.join(at.folder, 'hookpack.json'), conflict(content))
      return install({ ...MODE, scope: 'project', frozen: false }, contextFor(at), YES)
    },
  },
  {
    name: 'a lockfile with a conflict',
    says: /lock\.json/,
    first: 'packs',
    good: (at) => installed(at, path.join(at.folder, 'lock.json')),
    read: (at, content) => {
      put(path.join(at.folder, 'lock.json'), conflict(content))
      return install({ ...MODE, scope: 'project', frozen: false }, contextFor(at), YES)
    },
  },
  {
    name: 'settings with a conflict',
    says: /settings\.json/,
    first: 'hooks',
    good: (at) => installed(at, at.settings),
    read: (at, content) => {
      put(at.settings, conflict(content))
      return install({ ...MODE, scope: 'project', frozen: false }, contextFor(at), YES)
    },
  },
  {
    name: "a project's .npmrc",
    says: /npm/,
    first: 'a',
    good: () => text({ a: 1 }),
    read: (at, content) => {
      put(path.join(at.project, '.npmrc'), content)
      mkdirSync(path.join(at.home), { recursive: true })
      return readNpmSettings(contextFor(at))
    },
  },
  {
    name: 'what npm says of a package',
    light: true,
    says: /small/,
    first: 'name',
    good: () =>
      text({
        name: 'small',
        versions: { '1.0.0': { version: '1.0.0', dist: { tarball: 'https://x.test/a.tgz' } } },
        'dist-tags': { latest: '1.0.0' },
      }),
    read: async (_, content) => {
      try {
        return parsePackument(JSON.parse(content.toString()))
      } catch (error) {
        // `io/npm-packument` tells what is no JSON; here, only that nothing worse comes.
        if (error instanceof SyntaxError) return undefined
        throw error
      }
    },
  },
  inRegistry('registry.json', 'v'),
  inRegistry('pkg', 'v', true),
  inRegistry('meta', 'v'),
]

function historyOf(at: Scratch): string {
  const folder = `${at.root}-state`
  const name = readdirSync(folder, { recursive: true })
    .map(String)
    .find((one) => /history/.test(one) && one.endsWith('.json'))
  return path.join(folder, name ?? 'none')
}
