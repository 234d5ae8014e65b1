// A scope in memory: packs, plans, and what they leave behind.
import fc from 'fast-check'
import type { LockedHook, LockedPack, Lockfile } from '../../../src/core/lockfile.ts'
import { EMPTY_LOCKFILE } from '../../../src/core/lockfile.ts'
import { type Plan, plan } from '../../../src/core/plan.ts'
import { FILES, type Scope } from '../../../src/core/scope.ts'
import type { State } from '../../../src/core/state.ts'

/** Packs by name. */
export type Packs = Readonly<Record<string, LockedPack>>

/** The files of a scope: what is not in there does not exist. */
export type World = ReadonlyMap<string, string>

const PROJECT: Scope = {
  name: 'project',
  root: '/p',
  home: '/p/.claude',
  settingsFile: '/p/.claude/settings.json',
  folder: '/p/.claude/hookpack',
}
const NAMES = ['alpha', 'beta', '@acme/gamma', 'delta']

/** A scope with these settings (null for no file) and nothing of ours. */
export function worldWith(settings: string | null): World {
  return new Map(settings === null ? [] : [[PROJECT.settingsFile, settings]])
}

/** The settings text of a scope. */
export function settingsOf(world: World): string | null {
  return world.get(PROJECT.settingsFile) ?? null
}

function stateOf(world: World): State {
  const names = Object.keys(FILES) as (keyof typeof FILES)[]
  const files = Object.fromEntries(
    names.flatMap((name) => {
      const text = world.get(`${PROJECT.folder}/${FILES[name]}`)
      return text === undefined ? [] : [[name, text]]
    }),
  )
  const lockfile = world.get(`${PROJECT.folder}/${FILES.lockfile}`)
  return {
    scope: PROJECT,
    settings: settingsOf(world),
    lockfile: lockfile === undefined ? EMPTY_LOCKFILE : (JSON.parse(lockfile) as Lockfile),
    files,
    homeExists: true,
  }
}

/** What makes the packs of a scope these, said for the ones that are named. */
export function planFor(world: World, packs: Packs, named: readonly string[]): Plan {
  return plan(stateOf(world), {
    packs,
    place: [],
    request: null,
    touched: new Set(named),
    force: false,
    widening: 'of-none',
    runtime: { runtime: 'r', runtimeEngine: 'e', runtimeMore: 'm' },
  })
}

function applied(world: World, { writes }: Plan): World {
  const after = new Map(world)
  for (const { path, after: text } of writes) {
    if (text === null) after.delete(path)
    else after.set(path, text)
  }
  return after
}

/** The packs of a scope, as its lockfile has them. */
export function packsIn(world: World): Packs {
  return stateOf(world).lockfile.packs
}

/** A scope after packs were added, or put in the place of others of their names. */
export function add(world: World, packs: Packs): World {
  return applied(world, planFor(world, { ...packsIn(world), ...packs }, Object.keys(packs)))
}

/** A scope after packs were removed. */
export function remove(world: World, names: readonly string[]): World {
  const kept = Object.entries(packsIn(world)).filter(([name]) => !names.includes(name))
  return applied(world, planFor(world, Object.fromEntries(kept), names))
}

/** A scope whose settings somebody else has written. */
export function rewritten(world: World, text: string): World {
  return new Map(world).set(PROJECT.settingsFile, text)
}

const handler: fc.Arbitrary<LockedHook['handler']> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ module: 'dist/one.cjs' }) },
  { weight: 1, arbitrary: fc.constant({ script: 'one.sh' }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<LockedHook['handler'][]>(
      { type: 'http', fields: { url: 'https://a.example/x', headers: { a: 'ü"\\', b: '' } } },
      { type: 'prompt', fields: { prompt: 'is "$ARGUMENTS" fine?\n', continueOnBlock: true } },
      { type: 'agent', fields: { prompt: 'look' } },
      { type: 'mcp_tool', fields: { server: 's', tool: 't', input: { constructor: [1, 1e21, null, {}] } } },
    ),
  },
)

const hook = fc.record(
  {
    id: fc.constant(''),
    event: fc.constantFrom('PreToolUse', 'PreToolUse', 'PostToolUse', 'Stop', 'SessionStart'),
    matcher: fc.constantFrom('Bash', 'Bash', 'Edit|Write', ''),
    if: fc.constant('Bash(git *)'),
    timeout: fc.constantFrom(5, 10, 0.5),
    async: fc.constant(true),
    failure: fc.constantFrom<LockedHook['failure'][]>('block', 'continue'),
    statusMessage: fc.constantFrom('checks', 'looks “closely”'),
    handler,
  },
  { requiredKeys: ['id', 'event', 'timeout', 'failure', 'handler'] },
)

/** Some packs, each with some hooks; at most `hooks` of them. */
export function packsWith({ packs, hooks }: { packs: number; hooks: number }): fc.Arbitrary<Packs> {
  const some = fc.array(fc.array(hook, { minLength: 1, maxLength: hooks }), {
    minLength: 1,
    maxLength: packs,
  })
  return some.map((all) =>
    Object.fromEntries(all.map((one, at) => [NAMES[at] ?? '', packOf(NAMES[at] ?? '', one)])),
  )
}

function packOf(name: string, hooks: readonly LockedHook[]): LockedPack {
  return {
    version: '1.0.0',
    source: 'folder',
    resolved: '/packs',
    integrity: 'sha512-x',
    folder: `packs/${name}/1.0.0-00000000`,
    files: { 'dist/one.cjs': 'x', 'one.sh': 'y' },
    hooks: hooks.map((one, at) => hookOf(one, at)),
    options: {},
  }
}

/** As a manifest may have it: what does not wait cannot block. */
function hookOf(one: LockedHook, at: number): LockedHook {
  return { ...one, id: `h${at}`, ...(one.async ? { failure: 'continue' } : {}) }
}
