import { HooksError } from '../errors.ts'
import type { BroughtPack } from './lockfile.ts'
import { parseSpec, type Spec } from './spec.ts'

/** What `hookpack.json` says of a pack. Without `version` and `from`: options for a pack that another one brings. */
export type Wish =
  | string
  | {
      readonly version?: string | undefined
      readonly from?: string | undefined
      readonly options?: Readonly<Record<string, unknown>> | undefined
    }

/** That somebody wants a pack. */
export interface Requirement {
  readonly name: string
  readonly spec: Spec
  readonly options: Readonly<Record<string, unknown>>
  /** The pack that brings it; undefined for hookpack.json itself. */
  readonly by: string | undefined
}

/** First-party packs have a bare name in the registry and `@hookpack/<name>` on npm: one pack, one name. */
export function ownName(name: string): string {
  return name.replace(/^@hookpack\//, '')
}

/** What hookpack.json asks for. */
export function requirementsOf(wishes: Readonly<Record<string, Wish>>): readonly Requirement[] {
  return Object.entries(wishes).flatMap(([name, wish]) => {
    const { version, from } = typeof wish === 'string' ? { version: wish, from: undefined } : wish
    if (version === undefined && from === undefined) return []
    return [{ name, spec: specOf(name, version ?? '*', from), options: optionsOf(wish), by: undefined }]
  })
}

/** What a pack brings. */
export function requirementsBy(
  by: string,
  packs: Readonly<Record<string, BroughtPack>> = {},
): readonly Requirement[] {
  return Object.entries(packs).map(([name, brought]) => {
    const { version, from, options = {} } = typeof brought === 'string' ? { version: brought } : brought
    return {
      name: ownName(name),
      spec: specOf(name, version, from === undefined ? undefined : `npm:${name}`),
      options,
      by,
    }
  })
}

/** The options that hookpack.json sets for a pack, whoever asked for that. */
export function optionsOf(wish: Wish | undefined): Readonly<Record<string, unknown>> {
  return typeof wish === 'object' ? (wish.options ?? {}) : {}
}

function specOf(name: string, range: string, from: string | undefined): Spec {
  const spec = parseSpec(from ?? name)
  return 'range' in spec ? { ...spec, range } : spec
}

/** What to write into hookpack.json for a pack that was added by `spec` and turned out to be `version`. */
export function wishFor(spec: Spec, version: string, options: Readonly<Record<string, unknown>>): Wish {
  const unsaid = !('range' in spec) || spec.range === '*' || spec.range === 'latest'
  const range = unsaid ? `^${version}` : spec.range
  const from = fromOf(spec)
  const extra = {
    ...(from === undefined ? {} : { from }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  }
  return Object.keys(extra).length === 0 ? range : { version: range, ...extra }
}

function fromOf(spec: Spec): string | undefined {
  switch (spec.kind) {
    case 'registry':
    case 'scoped':
      return spec.name === ownName(spec.name) ? undefined : `npm:${spec.name}`
    case 'npm':
      return `npm:${spec.name}`
    case 'folder':
    case 'archive':
      return spec.path
    case 'url':
    case 'git':
      return spec.raw
  }
}

/**
 * The options of a pack: those that hookpack.json sets, over those that packs bring it with. Throws `pack-conflict` when
 * two packs set the same option to different values and hookpack.json does not settle it.
 */
export function mergedOptions(
  requirements: readonly Requirement[],
  own: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const merged: Record<string, { readonly value: unknown; readonly by: string }> = {}
  for (const { name, options, by = 'hookpack.json' } of requirements) {
    for (const [key, value] of Object.entries(options)) {
      const other = merged[key]
      if (other && !(key in own) && JSON.stringify(other.value) !== JSON.stringify(value))
        throw new HooksError(
          'pack-conflict',
          `\`${other.by}\` and \`${by}\` set the option \`${key}\` of \`${name}\` to different values: ${JSON.stringify(other.value)} and ${JSON.stringify(value)}`,
          { hint: `decide it: \`hooks config ${name} --set ${key}=…\`` },
        )
      merged[key] = { value, by }
    }
  }
  return { ...Object.fromEntries(Object.entries(merged).map(([key, { value }]) => [key, value])), ...own }
}

/** Throws `pack-conflict` when those who want a pack want it from different places. */
export function checkOneSource(requirements: readonly Requirement[]): void {
  const [first] = requirements
  const other = first && requirements.find(({ spec }) => placeOf(spec) !== placeOf(first.spec))
  if (!first || !other) return
  const says = ({ by = 'hookpack.json', spec }: Requirement): string => `\`${by}\` wants \`${spec.raw}\``
  throw new HooksError(
    'pack-conflict',
    `\`${first.name}\` is wanted from two places: ${says(first)}, ${says(other)}`,
    {
      hint: 'keep one of them',
    },
  )
}

function placeOf(spec: Spec): string {
  return 'range' in spec ? `${spec.kind === 'npm' ? 'npm' : 'name'} ${spec.name}` : spec.raw
}

/** What is wanted of a pack, for a message: `^1 (hookpack.json), ^2 (team)`. */
export function wantedBy(requirements: readonly Requirement[]): string {
  return requirements
    .map(({ spec, by = 'hookpack.json' }) => `\`${'range' in spec ? spec.range : spec.raw}\` (${by})`)
    .join(', ')
}
