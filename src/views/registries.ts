import type { Plan } from '../core/plan.ts'
import type { Built } from '../ops/build-registry.ts'
import type { ListedRegistry } from '../ops/list-registries.ts'
import { diffLines } from './diff.ts'
import { columns, printable, type Style } from './style.ts'

/** The registries in the order in which bare names are looked up. */
export function registryLines(registries: readonly ListedRegistry[], style: Style): readonly string[] {
  if (registries.length === 0) return ['no registry is configured there; `hooks registry add` adds one']
  const rows = registries.map((one) => [
    one.name,
    printable(one.url ?? 'embedded in this program'),
    one.scope === null ? '' : `${one.scope} scope`,
    remarksOf(one).join(', '),
  ])
  return columns(rows).map((line, at) => (registries[at]?.used ? line : style.dim(line)))
}

function remarksOf({ kind, headers, root, unset, used, scope }: ListedRegistry): readonly string[] {
  return [
    ...(kind === 'npm' ? ['npm'] : []),
    ...(headers.length === 0 ? [] : [`with ${headers.map(printable).join(', ')}`]),
    ...(root === null ? [] : [`root ${root.slice(0, 12)}…`]),
    ...unset.map((name) => `${printable(name)} is not set`),
    ...(used ? [] : [scope === null ? 'switched off' : 'not used: you have one of this name']),
  ]
}

/** What changes in hookpack.json. Secrets that somebody has written into it are not shown. */
export function requestLines(plan: Plan, style: Style): readonly string[] {
  return plan.writes
    .filter(({ path, before, after }) => before !== after && path.endsWith('hookpack.json'))
    .flatMap(({ path, before, after }) =>
      diffLines(path, { before: withoutSecrets(before), after: withoutSecrets(after) }, style),
    )
}

/** A header's value is shown when it is a variable, with at most one word before it. */
function withoutSecrets(text: string | null): string | null {
  if (text === null) return null
  const { registries = {} } = JSON.parse(text.replace('\uFEFF', '')) as { registries?: object }
  const values = Object.values(registries).flatMap((one: { headers?: Record<string, unknown> } | null) =>
    Object.values(one?.headers ?? {}),
  )
  return values
    .filter((value) => typeof value === 'string' && !/^(\w+ +)?\$\{\w+\}$/.test(value))
    .reduce<string>((shown, value) => shown.replaceAll(JSON.stringify(value), '"…"'), text)
}

/** What a build of a registry made, or would make. */
export function builtLines({ name, registry, packs, changed }: Built, dryRun: boolean): readonly string[] {
  const fresh = packs.filter(({ isNew }) => isNew)
  const versions = fresh.map((pack) => `  ${pack.name} ${pack.version}`)
  const files = `${changed.length} ${changed.length === 1 ? 'file' : 'files'}`
  if (changed.length === 0) return [`the registry \`${name}\` in ${registry} is up to date`]
  return [
    ...(fresh.length === 0 ? [] : [dryRun ? 'would publish' : 'published', ...versions]),
    dryRun
      ? `would write ${files} in ${registry}; nothing was written`
      : `wrote ${files} of the registry \`${name}\` in ${registry}`,
  ]
}
