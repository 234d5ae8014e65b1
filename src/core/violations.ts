import { type EvidenceKind, inWords, rankOf } from './evidence.ts'
import type { LockedPack } from './lockfile.ts'
import { matchesName } from './name-pattern.ts'
import type { EffectivePolicy, PolicyLayer, Rule } from './policy.ts'

/** A rule that something does not keep. */
export interface Violation {
  readonly rule: 'sources' | 'namespaces' | 'events' | 'evidence' | 'required'
  readonly pack: string
  /** What is wrong, as the end of a sentence that begins with the pack. */
  readonly says: string
  readonly layer: PolicyLayer
  /** The file with the rule. */
  readonly file: string
}

/** What of a pack is judged. */
export type Judged = Pick<LockedPack, 'source' | 'evidence' | 'hooks'>

/** Every rule that a pack does not keep. */
export function violationsOf(policy: EffectivePolicy, name: string, pack: Judged): readonly Violation[] {
  return [
    ...found('sources', policy.sources, name, (allowed) =>
      allowed.includes(sourceKey(pack.source)) ? undefined : `comes from \`${pack.source}\``,
    ),
    ...found('namespaces', policy.namespaces, name, (allowed) =>
      allowed.some((pattern) => matchesName(pattern, name)) ? undefined : 'has a name that is not allowed',
    ),
    ...found('events', policy.events, name, ({ allow, deny }) => refusedEvent(pack, allow, deny)),
    ...found('evidence', policy.evidence, name, (least) => lacking(pack, least)),
  ]
}

function found<T>(
  rule: Violation['rule'],
  rules: readonly Rule<T>[],
  pack: string,
  fault: (value: T) => string | undefined,
): readonly Violation[] {
  return rules.flatMap(({ value, layer, file }) => {
    const says = fault(value)
    return says === undefined ? [] : [{ rule, pack, says, layer, file }]
  })
}

/** What policies call a source: a kind, or the address of a registry. */
function sourceKey(source: string): string {
  if (source === 'registry:hookpack') return 'hookpack'
  if (source.startsWith('git+')) return 'git'
  return source.replace(/^(registry|npm)\+(?=[a-z]+:)/, '')
}

function refusedEvent(
  { hooks }: Judged,
  allow: readonly string[] | undefined,
  deny: readonly string[] = [],
): string | undefined {
  const refused = hooks.find(({ event }) => deny.includes(event) || allow?.includes(event) === false)
  return refused && `has a hook on ${refused.event}`
}

function lacking(
  { source, evidence }: Judged,
  least: Readonly<Record<string, EvidenceKind>>,
): string | undefined {
  const wanted = leastFor(source, least)
  const kind = wanted === 'none' ? undefined : wanted
  if (kind === undefined || rankOf(evidence) >= rankOf({ kind })) return undefined
  return `has ${inWords(evidence)}, and \`${kind}\` is the least`
}

/** What a file says of an address goes before what it says of the kind. */
function leastFor(source: string, least: Readonly<Record<string, EvidenceKind>>): EvidenceKind {
  const key = sourceKey(source)
  if (key === 'hookpack') return 'none'
  const kind = source.startsWith('registry+') ? 'registry' : source.startsWith('npm') ? 'npm' : undefined
  return (
    [key, kind].flatMap((one) => (one !== undefined && Object.hasOwn(least, one) ? [least[one]] : []))[0] ??
    'none'
  )
}
