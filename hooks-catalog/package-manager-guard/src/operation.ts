import { type Parsed, parseOptions, spec } from '../../../src/runtime/src/kit/bash/options.ts'
import type { BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import type { Manager } from './wanted.ts'

/** What a command asks of its package manager. */
export interface Operation {
  readonly kind:
    | 'install'
    | 'frozen'
    | 'add'
    | 'remove'
    | 'update'
    | 'run'
    | 'exec'
    | 'create'
    | 'audit'
    | 'dedupe'
  /** Packages, or the script or program with its arguments. */
  readonly words: readonly string[]
  readonly group?: 'dev' | 'optional' | 'peer'
  readonly exact?: boolean
  /** The program may come from the network. */
  readonly fetched?: boolean
}

/** A command of a package manager. */
export interface ManagerCall {
  readonly manager: Manager
  /** Undefined for what every project may do: reading, publishing, settings, things of the whole machine. */
  readonly operation: Operation | undefined
  /** The folder that an option names. */
  readonly folder?: BashWord
}

const OPTIONS = spec(
  'C: D d E O P g w: F: p: y c: S prefix= dir= cwd= filter= workspace= workspaces package= call= registry= location= loglevel= tag= save-dev dev save-exact exact save-optional optional save-peer peer global yes save no-save frozen-lockfile immutable silent recursive r',
)
// The first word that is no option ends the options of the manager itself for these.
const EXECUTORS: Readonly<Record<string, Manager>> = { npx: 'npm', pnpx: 'pnpm', bunx: 'bun' }
const NAMES: Readonly<Record<string, Manager>> = {
  npm: 'npm',
  pnpm: 'pnpm',
  yarn: 'yarn',
  yarnpkg: 'yarn',
  bun: 'bun',
}

const VERBS: Readonly<Record<Manager, Readonly<Record<string, Operation['kind']>>>> = {
  npm: {
    ...table('add', 'add'),
    ...table(
      'install',
      'install i in ins inst insta instal isnt isnta isntal isntall install-test it prune rebuild rb',
    ),
    ...table('frozen', 'ci clean-install ic install-clean isntall-clean'),
    ...table('remove', 'uninstall unlink remove rm r un'),
    ...table('update', 'update up upgrade udpate'),
    ...table('run', 'run run-script rum urn test t tst start stop restart'),
    ...table('exec', 'exec x'),
    ...table('create', 'create init innit'),
    ...table('audit', 'audit'),
    ...table('dedupe', 'dedupe ddp'),
  },
  pnpm: {
    ...table('add', 'add'),
    ...table('install', 'install i'),
    ...table('frozen', 'ci'),
    ...table('remove', 'remove rm uninstall un'),
    ...table('update', 'update up upgrade'),
    ...table('run', 'run run-script test t start stop restart'),
    ...table('exec', 'exec dlx'),
    ...table('create', 'create'),
    ...table('audit', 'audit'),
    ...table('dedupe', 'dedupe'),
  },
  yarn: {
    ...table('add', 'add'),
    ...table('install', 'install'),
    ...table('remove', 'remove'),
    ...table('update', 'up upgrade'),
    ...table('run', 'run test start stop'),
    ...table('exec', 'exec dlx'),
    ...table('create', 'create'),
    ...table('audit', 'audit'),
    ...table('dedupe', 'dedupe'),
  },
  // `bun run`, `bun test` and `bun <file>` are the runtime, which may be used beside any package manager.
  bun: {
    ...table('add', 'add a'),
    ...table('install', 'install i'),
    ...table('frozen', 'ci'),
    ...table('remove', 'remove rm'),
    ...table('update', 'update'),
    ...table('exec', 'x'),
    ...table('create', 'create c'),
  },
}

function table(kind: Operation['kind'], names: string): Record<string, Operation['kind']> {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]))
}

/** The call of a package manager that a command is; `undefined` for all other programs. */
export function managerCall(name: string | undefined, args: readonly BashWord[]): ManagerCall | undefined {
  if (name === undefined) return undefined
  if (name === 'corepack') {
    const [first, ...rest] = args
    const inner = first?.text.replace(/@.*$/s, '') ?? ''
    return Object.hasOwn(NAMES, inner) ? managerCall(inner, rest) : undefined
  }
  const executor = Object.hasOwn(EXECUTORS, name) ? EXECUTORS[name] : undefined
  if (executor) return execution(executor, args)
  const manager = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined
  return manager && calledAs(manager, args)
}

function execution(manager: Manager, args: readonly BashWord[]): ManagerCall {
  const { rest } = parseOptions(args, OPTIONS, true)
  const words = rest.map(({ text }) => text)
  return { manager, operation: words.length === 0 ? undefined : { kind: 'exec', words, fetched: true } }
}

const NO_SCRIPT =
  /^(?:help|version|--version|config|info|view|why|list|ls|outdated|npm|publish|pack|login|logout|link|unlink|set|cache|plugin|policies|workspaces?|constraints|patch.*|global|init|bin|root|store|fetch|import|rebuild|rb|env|setup|self-update|deploy|licenses|prune|server|approve-builds|doctor|owner|tag|team|versions?|node|import|explain|search|stage|unplug|rebuild|check|generate-lock-entry|autoclean|licenses|pkg|whoami|dist-tag|access|config|completion|exec|recursive|multi|m|cat-file|cat-index|find-hash|ignored-builds)$/

function calledAs(manager: Manager, args: readonly BashWord[]): ManagerCall {
  const before = parseOptions(args, OPTIONS, true)
  const [verb, ...own] = before.rest
  const folder = folderOf(before, manager)
  const place = folder ? { folder } : {}
  const nothing = { manager, operation: undefined, ...place }
  if (isGlobal(before, manager)) return nothing
  if (!verb)
    return {
      ...nothing,
      operation: manager === 'yarn' && args.length === 0 ? { kind: 'install', words: [] } : undefined,
    }
  const kind = Object.hasOwn(VERBS[manager], verb.text) ? VERBS[manager][verb.text] : undefined
  // yarn and pnpm run scripts and programs without `run`.
  const script =
    kind === undefined && (manager === 'yarn' || manager === 'pnpm') && !NO_SCRIPT.test(verb.text)
  if (script) return { ...nothing, operation: { kind: 'run', words: before.rest.map(({ text }) => text) } }
  if (kind === undefined) return nothing
  if (kind === 'run' || kind === 'exec' || kind === 'create')
    return { ...nothing, operation: started(kind, verb.text, own) }
  const parsed = parseOptions(own, OPTIONS)
  if (isGlobal(parsed, manager)) return nothing
  const target = folderOf(parsed, manager)
  return { ...nothing, ...(target ? { folder: target } : {}), operation: changing(kind, parsed) }
}

function isGlobal({ flags, values, rest }: Parsed<BashWord>, manager: Manager): boolean {
  const location = values.get('location')?.at(-1)?.text
  return (
    flags.has('g') ||
    flags.has('global') ||
    location === 'global' ||
    (manager === 'yarn' && rest[0]?.text === 'global')
  )
}

function folderOf({ values }: Parsed<BashWord>, manager: Manager): BashWord | undefined {
  const names = manager === 'npm' ? ['prefix', 'C'] : ['dir', 'cwd', 'C']
  return names.flatMap((name) => values.get(name) ?? []).at(-1)
}

function started(
  kind: 'run' | 'exec' | 'create',
  verb: string,
  own: readonly BashWord[],
): Operation | undefined {
  const { rest } = parseOptions(own, OPTIONS, true)
  const words = rest.map(({ text }) => text)
  if (kind === 'run' && !/^(?:run|run-script|rum|urn)$/.test(verb)) {
    const full = verb.startsWith('t') ? 'test' : verb
    return { kind, words: [full, ...own.map(({ text }) => text)] }
  }
  // `npm init` alone, and `npm run` alone, which lists the scripts, change nothing that a manager owns.
  if (words.length === 0) return undefined
  return {
    kind,
    words,
    ...(verb === 'dlx' || verb === 'x' || verb === 'exec' ? { fetched: verb === 'dlx' } : {}),
  }
}

function changing(kind: Operation['kind'], { flags, rest }: Parsed<BashWord>): Operation {
  const words = rest.map(({ text }) => text)
  const has = (...names: readonly string[]) => names.some((name) => flags.has(name))
  const frozen = kind === 'install' && has('frozen-lockfile', 'immutable')
  const group = has('D', 'd', 'save-dev', 'dev')
    ? 'dev'
    : has('O', 'save-optional', 'optional')
      ? 'optional'
      : undefined
  const peer = has('save-peer', 'peer', 'P') ? 'peer' : undefined
  const found = group ?? peer
  return {
    kind: frozen ? 'frozen' : kind === 'install' && words.length > 0 ? 'add' : kind,
    words,
    ...(found ? { group: found } : {}),
    ...(has('E', 'save-exact', 'exact') ? { exact: true } : {}),
  }
}
