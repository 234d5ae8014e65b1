import { existsSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { put, readJson, scratch } from '../scenarios/cli.ts'
import { tally } from '../tally.ts'
import { type Doing, doing } from './in-process.ts'
import { record, type Site, site } from './site.ts'

/** What the project does so that the user's or the administrator's policy would not count. */
interface Attempt {
  readonly what: string
  /** The user's policy. */
  readonly policy: object
  /** What the project writes; `{}` for nothing. */
  readonly project?: (at: Site) => object | string
  /** What else it does. */
  readonly also?: (at: Site) => void
  readonly env?: (at: Site) => Readonly<Record<string, string>>
  readonly doing?: Doing
}

const ONLY_OURS = { sources: ['hookpack'] }
const NO_STOP = { events: { deny: ['Stop'] } }
const SLOW = { cooldown: { first: '1w', update: '1w' } }
const ADD: Doing = { add: ['hello'] }
const free = { first: '0', update: '0', exclude: ['*', '@*/*'] }
const userFile = (at: Site): string => path.join(at.home, '.claude/hookpack/hookpack.json')

/** Everything that a pack needs, committed by somebody who says that it is ours. */
function committed(at: Site, change: (pack: Record<string, unknown>) => void): void {
  const file = path.join(at.folder, 'lock.json')
  const lockfile = readJson<{ packs: Record<string, Record<string, unknown>> }>(file)
  for (const pack of Object.values(lockfile.packs)) change(pack)
  put(file, lockfile)
}

const ATTEMPTS: readonly Attempt[] = [
  {
    what: 'wider sources',
    policy: ONLY_OURS,
    project: () => ({ policy: { sources: ['hookpack', 'npm', 'folder', 'archive', 'url', 'git'] } }),
  },
  {
    what: 'its own address among the sources',
    policy: ONLY_OURS,
    project: (at) => ({ policy: { sources: [at.server.url] } }),
  },
  {
    what: 'a registry by a name of the policy',
    policy: ONLY_OURS,
    project: (at) => ({ registries: { hookpack: at.server.url } }),
  },
  {
    what: 'a registry that is called npm',
    policy: { sources: ['npm'] },
    project: (at) => ({ registries: { npm: at.server.url } }),
  },
  {
    what: "a registry by the name of the user's",
    policy: { sources: ['mine'] },
    project: (at) => ({ registries: { mine: at.server.url } }),
  },
  {
    what: 'wider namespaces',
    policy: { namespaces: ['@acme/*'] },
    project: () => ({ policy: { namespaces: ['*', '@*/*'] } }),
  },
  {
    what: 'the event allowed',
    policy: NO_STOP,
    project: () => ({ policy: { events: { allow: ['Stop'], deny: [] } } }),
  },
  {
    what: 'no evidence needed',
    policy: { evidence: { registry: 'signed' } },
    project: (at) => ({ policy: { evidence: { registry: 'none', [at.server.url]: 'none' } } }),
  },
  { what: 'no cooldown', policy: SLOW, project: () => ({ policy: { cooldown: free } }) },
  {
    what: 'no cooldown, against the default',
    policy: {},
    project: () => ({ policy: { cooldown: free } }),
    doing: { add: ['fresh'] },
  },
  { what: 'exclude alone', policy: SLOW, project: () => ({ policy: { cooldown: { exclude: ['hello'] } } }) },
  {
    what: 'its namespace mapped',
    policy: SLOW,
    project: (at) => ({ registries: { '@acme': at.server.url } }),
    doing: { add: ['@acme/own'] },
  },
  { what: 'a policy that is null', policy: NO_STOP, project: () => ({ policy: null }) },
  { what: 'a policy that is a list', policy: NO_STOP, project: () => ({ policy: [] }) },
  {
    what: 'a policy of another kind',
    policy: NO_STOP,
    project: () => ({ policy: { managed: true, layer: 'managed', events: {} } }),
  },
  {
    what: 'the policy twice',
    policy: NO_STOP,
    project: () => '{"policy":{"events":{"deny":["Stop"]}},"policy":{}}',
  },
  {
    what: 'a key of the prototype',
    policy: NO_STOP,
    project: () => '{"__proto__":{"policy":{}},"policy":{"events":{"__proto__":{"deny":[]}}}}',
  },
  {
    what: 'a merge conflict in the policy',
    policy: NO_STOP,
    project: () => '{\n<<<<<<< a\n"policy": {}\n=======\n"policy": {"sources": ["npm"]}\n>>>>>>> b\n}',
  },
  { what: 'no JSON', policy: NO_STOP, project: () => '{"policy":' },
  { what: 'UTF-16', policy: NO_STOP, project: () => '\uFFFE{\0"\0p\0' },
  { what: 'advisories of its own', policy: NO_STOP, project: () => ({ advisories: './none' }) },
  {
    what: 'local scope',
    policy: ONLY_OURS,
    project: () => ({}),
    doing: { ...ADD, scope: 'local' },
    also: (at) =>
      put(path.join(at.project, '.claude/hookpack.local/hookpack.json'), {
        policy: { sources: ['npm'], cooldown: free },
      }),
  },
  {
    what: 'hookpack.json linked to the user',
    policy: ONLY_OURS,
    also: (at) => {
      put(path.join(at.folder, 'x'), '')
      symlinkSync(userFile(at), path.join(at.folder, 'hookpack.json'))
    },
  },
  {
    what: 'hookpack.json linked to nothing',
    policy: ONLY_OURS,
    also: (at) => {
      put(path.join(at.folder, 'x'), '')
      symlinkSync('/nonexistent', path.join(at.folder, 'hookpack.json'))
    },
  },
  {
    what: 'its folder linked to another',
    policy: ONLY_OURS,
    also: (at) => {
      put(path.join(at.root, 'else/hookpack.json'), { policy: { sources: ['npm'] } })
      put(path.join(at.project, '.claude/x'), '')
      symlinkSync(path.join(at.root, 'else'), at.folder)
    },
  },
  {
    what: 'CLAUDE_CONFIG_DIR elsewhere',
    policy: ONLY_OURS,
    project: (at) => ({ registries: { acme: at.server.url } }),
    env: (at) => ({ CLAUDE_CONFIG_DIR: path.join(at.project, '.claude/none') }),
  },
  {
    what: 'CLAUDE_CONFIG_DIR with a policy of its own',
    policy: ONLY_OURS,
    project: (at) => ({ registries: { acme: at.server.url } }),
    also: (at) =>
      put(path.join(at.project, 'c/hookpack/hookpack.json'), { policy: { sources: [at.server.url] } }),
    env: (at) => ({ CLAUDE_CONFIG_DIR: path.join(at.project, 'c') }),
  },
  {
    what: 'env in settings',
    policy: ONLY_OURS,
    also: (at) => put(at.settings, { env: { HOOKPACK_POLICY: 'off', CLAUDE_CONFIG_DIR: '/nonexistent' } }),
  },
  {
    what: 'variables that sound right',
    policy: ONLY_OURS,
    env: () => ({
      HOOKPACK_POLICY: '0',
      HOOKPACK_MANAGED: '/dev/null',
      HOOKS_POLICY: 'off',
      HOOKPACK_COOLDOWN: '0',
    }),
  },
  { what: '--force', policy: ONLY_OURS, doing: { ...ADD, insist: true } },
  {
    what: 'asking for it in hookpack.json',
    policy: ONLY_OURS,
    project: () => ({ packs: { hello: '1.0.0' } }),
    doing: {},
  },
  {
    what: 'a pack that brings it',
    policy: { namespaces: ['team'] },
    doing: { add: ['./packs/team'] },
    also: (at) => {
      put(path.join(at.project, 'packs/team/package.json'), { name: 'team', version: '1.0.0' })
      put(path.join(at.project, 'packs/team/hooks.json'), { hooks: [], packs: { hello: '^1' } })
    },
  },
  {
    what: 'a folder under the name of an allowed pack',
    policy: { sources: ['hookpack'], namespaces: ['hello'] },
    doing: { add: ['./packs/hello'] },
    also: (at) => {
      put(path.join(at.project, 'packs/hello/package.json'), { name: 'hello', version: '1.0.0' })
      put(path.join(at.project, 'packs/hello/hooks.json'), {
        hooks: [{ id: 'one', event: 'Stop', handler: { module: 'x.cjs' } }],
      })
      put(path.join(at.project, 'packs/hello/x.cjs'), '')
    },
  },
  {
    what: 'requiring what the user cannot have',
    policy: { required: { hello: '^2' } },
    project: () => ({ policy: { required: { hello: '^1' } } }),
  },
]

/** Lockfiles that are not true. The pack was installed by somebody whom no policy bound. */
const CLAIMS: readonly (readonly [
  what: string,
  policy: object,
  change: (pack: Record<string, unknown>) => void,
])[] = [
  [
    'the embedded registry as its source',
    ONLY_OURS,
    (pack) => {
      pack['source'] = 'registry:hookpack'
    },
  ],
  [
    'a source that looks like a kind',
    { sources: ['npm'] },
    (pack) => {
      pack['source'] = 'registry+npm'
    },
  ],
  [
    'npm as its source',
    { sources: ['npm'] },
    (pack) => {
      pack['source'] = 'npm'
    },
  ],
  [
    'a signature that nobody made',
    { evidence: { registry: 'signed' } },
    (pack) => {
      pack['evidence'] = { kind: 'signed', root: { version: 1, sha256: '0'.repeat(64) } }
    },
  ],
  [
    'another event than its hook has',
    NO_STOP,
    (pack) => {
      pack['hooks'] = (pack['hooks'] as object[]).map((hook) => ({ ...hook, event: 'SessionEnd' }))
    },
  ],
]

const counts = { tried: 0, lost: [] as string[] }
const PACKS = { hello: { '1.0.0': 100 }, fresh: { '1.0.0': 1 }, '@acme/own': { '1.0.0': 1 } }
const isIn = (folder: string): boolean => existsSync(path.join(folder, 'packs'))

function count(what: string, kept: boolean): void {
  counts.tried++
  if (!kept) counts.lost.push(what)
}

test.each(ATTEMPTS)('$what does not loosen a policy of the user', async (attempt) => {
  const { what, policy, project, also, env, doing: how = ADD } = attempt
  const at = await site(PACKS)
  at.user({ registries: { acme: at.server.url, mine: 'https://mine.acme.test/' }, policy })
  if (project) at.says(project(at))
  also?.(at)
  const error = await doing(at, { ...how, env: env?.(at) ?? {} })
  const local = path.join(at.project, '.claude/hookpack.local')
  const kept = error !== undefined && !isIn(at.folder) && !isIn(local)
  count(what, kept)
  expect(kept, error?.message).toBe(true)
})

test.each(CLAIMS)(
  'a lockfile that claims %s does not loosen a policy of the user',
  async (what, policy, change) => {
    const at = await site(PACKS)
    expect(await doing(at, ADD)).toBeUndefined()
    committed(at, change)
    at.user({ policy })
    // Another user, who has not approved it.
    const env = { HOOKPACK_STATE_DIR: path.join(at.home, 'other') }
    for (const frozen of [true, false]) {
      const error = await doing(at, { frozen, env })
      count(`${what}${frozen ? ', frozen' : ''}`, error !== undefined)
      expect(error).toBeDefined()
    }
  },
)

test('malware that the user knows of is refused, whatever a project writes', async () => {
  const at = await site(PACKS)
  expect(await doing(at, ADD)).toBeUndefined()
  put(path.join(at.home, 'osv.json'), record('MAL-1', 'hello', [{ introduced: '0' }]))
  at.user({ advisories: '../../osv.json' })
  at.says({ packs: { hello: '1.0.0' }, policy: { cooldown: free } })
  const error = await doing(at, { frozen: true })
  count('known malware in a lockfile', error?.code === 'known-malware')
  expect(error?.code).toBe('known-malware')
})

const FAULTS = ['{', '{"policy":{"source":[]}}', '{"policy":{}, "policy":{}}', '\u0000']
const OURS: Doing = { add: ['block-dangerous-bash'] }

test.each(FAULTS)('a policy of the user that is %j stops every change', async (text) => {
  const at = scratch()
  put(path.join(at.home, '.claude/hookpack/hookpack.json'), text)
  const error = await doing(at, OURS)
  count(`a policy of the user that is ${text}`, error !== undefined)
  expect(error?.code).toBe('request-invalid')
})

test('a link of the user that leads nowhere stops every change', async () => {
  const at = scratch()
  put(path.join(at.home, '.claude/hookpack/x'), '')
  symlinkSync('/nonexistent', path.join(at.home, '.claude/hookpack/hookpack.json'))
  const error = await doing(at, OURS)
  count('a link of the user to nothing', error !== undefined)
  expect(error).toBeDefined()
})

test.each([...FAULTS, '{"packs":{}}', '{"policy":{"sources":["acme"]}}'])(
  'a policy of the administrator that is %j stops every change',
  async (text) => {
    const error = await withManaged(text)
    count(`a policy of the administrator that is ${text}`, error !== undefined)
    expect(error?.code).toBe('request-invalid')
  },
)

test.each<[managed: object, other: object]>([
  [{ sources: ['npm'] }, { sources: ['hookpack'] }],
  [{ events: { deny: ['PreToolUse'] } }, { events: { allow: ['PreToolUse'] } }],
  [{ namespaces: ['@acme/*'] }, { namespaces: ['*'] }],
])("the administrator's %j holds against %j", async (managed, other) => {
  const error = await withManaged(JSON.stringify({ policy: managed }), other)
  count(`against ${JSON.stringify(managed)}: ${JSON.stringify(other)}`, error?.code === 'policy-refused')
  expect(error?.code).toBe('policy-refused')
  expect(await withManaged('{"policy":{"sources":["hookpack"]}}')).toBeUndefined()
})

/** What adding and installing end with under a policy of the administrator. */
async function withManaged(text: string, other?: object): ReturnType<typeof doing> {
  const at = scratch()
  const managedFile = path.join(at.root, 'system/hookpack.json')
  put(managedFile, text)
  if (other)
    for (const folder of [path.join(at.home, '.claude/hookpack'), at.folder])
      put(path.join(folder, 'hookpack.json'), { policy: other })
  return (
    (await doing(at, { ...OURS, managedFile, insist: true })) ??
    (await doing(at, { managedFile, insist: true }))
  )
}

afterAll(() => {
  const { tried, lost } = counts
  tally({ sweep: 'policies: attempts to loosen one', tried, kept: tried - lost.length, lost: lost.length })
})
