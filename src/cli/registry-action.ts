import { didYouMean } from '../core/nearest.ts'
import { HooksError } from '../errors.ts'
import type { Invocation } from './define.ts'

/** What `hooks registry` is to do. */
export type RegistryAction =
  | { readonly kind: 'list' }
  | { readonly kind: 'add'; readonly name: string; readonly url: string }
  | { readonly kind: 'remove'; readonly name: string }
  | {
      readonly kind: 'build'
      readonly folder: string
      readonly out: string
      readonly keys: readonly string[]
    }
  | { readonly kind: 'keys'; readonly folder: string; readonly roles: readonly string[] }
  | {
      readonly kind: 'sign'
      readonly folder: string
      readonly keys: readonly string[]
      readonly newKeys: readonly string[]
      readonly threshold: number | undefined
    }

/** The arguments of each action, and the flags that not every action has. */
const ACTIONS = {
  list: { args: [], flags: [] },
  add: { args: ['name', 'url'], flags: ['npm', 'header', 'root', 'force'] },
  remove: { args: ['name'], flags: [] },
  build: { args: ['folder'], flags: ['out', 'name', 'keys'] },
  keys: { args: ['folder'], flags: ['role'] },
  sign: { args: ['folder'], flags: ['keys', 'new-keys', 'threshold'] },
} as const

type Kind = keyof typeof ACTIONS

/** What the command line asks for. Throws `usage`. */
export function registryActionOf({ args, flags }: Invocation): RegistryAction {
  const [kind = '', ...rest] = args
  if (!isKind(kind)) {
    const hint = didYouMean(kind, Object.keys(ACTIONS)) ?? `actions: ${Object.keys(ACTIONS).join(', ')}`
    throw new HooksError('usage', `\`${kind}\` is no action of \`hooks registry\``, { hint })
  }
  const wanted = ACTIONS[kind].args
  if (rest.length !== wanted.length) throw wrongArguments(kind)
  checkFlags(kind, flags)
  const [first = '', second = ''] = rest
  switch (kind) {
    case 'list':
      return { kind }
    case 'add':
      return { kind, name: first, url: second }
    case 'remove':
      return { kind, name: first }
    case 'build':
      if (typeof flags['out'] !== 'string') throw wrongArguments(kind)
      return { kind, folder: first, out: flags['out'], keys: listOf(flags['keys']) }
    case 'keys':
      return { kind, folder: first, roles: listOf(flags['role']) }
    case 'sign':
      if (flags['keys'] === undefined) throw wrongArguments(kind)
      return {
        kind,
        folder: first,
        keys: listOf(flags['keys']),
        newKeys: listOf(flags['new-keys']),
        threshold: flags['threshold'] === undefined ? undefined : Number(flags['threshold']),
      }
  }
}

/** Flags that an action cannot do without. */
const NEEDED: Partial<Record<Kind, string>> = { build: ' --out <folder>', sign: ' --keys <folder>' }

function listOf(flag: unknown): readonly string[] {
  return (flag as readonly string[] | undefined) ?? []
}

function isKind(text: string): text is Kind {
  return Object.hasOwn(ACTIONS, text)
}

function wrongArguments(kind: Kind): HooksError {
  const words = ACTIONS[kind].args.map((name) => ` <${name}>`).join('')
  const form = `hooks registry ${kind}${words}${NEEDED[kind] ?? ''}`
  return new HooksError('usage', `\`hooks registry ${kind}\` is written \`${form}\``, {
    hint: '`hooks registry --help` has examples',
  })
}

/** A flag of another action was meant for something that will not happen. */
function checkFlags(kind: Kind, flags: Invocation['flags']): void {
  const own: readonly string[] = ACTIONS[kind].flags
  for (const [other, { flags: names }] of Object.entries(ACTIONS)) {
    const wrong = names.find((name) => flags[name] !== undefined && !own.includes(name))
    if (wrong === undefined) continue
    throw new HooksError('usage', `\`--${wrong}\` is for \`hooks registry ${other}\``, {
      hint: '`hooks registry --help` has examples',
    })
  }
}
