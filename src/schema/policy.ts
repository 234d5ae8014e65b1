import * as z from 'zod'
import { DURATION, parseDuration } from '../core/duration.ts'
import { EVIDENCE_KINDS, type EvidenceKind } from '../core/evidence.ts'
import { NAME_PATTERN } from '../core/name-pattern.ts'
import { HEALING, type Policy } from '../core/policy.ts'
import { registryUrl } from '../core/registry-url.ts'
import { isRange } from '../core/resolve.ts'
import { EVENTS, type EventName } from '../runtime/src/events.ts'
import { type Registries, registryEntry } from './registries.ts'

const EVENT_NAMES = Object.keys(EVENTS) as [EventName, ...EventName[]]
const PACK_NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/

const eventList = z.array(z.enum(EVENT_NAMES))
const pattern = z
  .string()
  .max(214)
  .regex(NAME_PATTERN, 'must be a name such as `guard`, `acme-*` or `@acme/*`')
const duration = z.string().regex(DURATION, 'must be `0`, or a number with m, h, d or w, such as `24h`')
const range = z.string().refine(isRange, 'must be a version or a range such as `^1.2.0`')

/** `policy` in a hookpack.json. A field that is not known is a fault: a misspelt rule would be none. */
export const policySchema = z
  .strictObject({
    sources: z
      .array(z.string())
      .optional()
      .describe(
        'Where packs may come from: `hookpack`, `npm`, `folder`, `archive`, `url`, `git`, names or addresses of registries.',
      ),
    namespaces: z
      .array(pattern)
      .optional()
      .describe('What packs may be called: names, with `*` for any part.'),
    events: z
      .strictObject({ allow: eventList.optional(), deny: eventList.optional() })
      .optional()
      .describe('Events on which packs may have hooks, or may not.'),
    evidence: z
      .record(z.string(), z.enum(EVIDENCE_KINDS))
      .optional()
      .describe('The least that must prove where a pack comes from: of `npm`, of `registry`, of a registry.'),
    cooldown: z
      .strictObject({
        first: duration.optional().describe('How old a version must be to be installed: 24h if none says.'),
        update: duration.optional().describe('How old a version must be to be updated to: 3d if none says.'),
        exclude: z.array(pattern).optional().describe('Packs that need not wait.'),
      })
      .optional(),
    required: z
      .record(z.string().regex(PACK_NAME, 'must be the name of a pack'), range)
      .optional()
      .describe('Packs that must be there, with ranges.'),
    heal: z.enum(HEALING).optional().describe('What the check for drift does.'),
  })
  .describe('What packs must be like. Policies of several files add up; none takes back what another says.')
export type WrittenPolicy = z.infer<typeof policySchema>

/** A fault of a policy that the schema alone does not see. */
export interface PolicyFault {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const KINDS = ['hookpack', 'npm', 'folder', 'archive', 'url', 'git']

/** Of npm, only what npm's registries can prove, and the other way round. */
const NOT_OF: Readonly<Record<string, readonly EvidenceKind[]>> = {
  npm: ['signed'],
  registry: ['registry-signature', 'provenance'],
}

/** Every fault in what a policy says of registries, which are those of the same file. */
export function policyFaults(
  { sources = [], evidence = {} }: WrittenPolicy,
  registries: Registries,
): readonly PolicyFault[] {
  const unknown = (name: string, kinds: readonly string[]): string | undefined =>
    kinds.includes(name) || keyOf(name, registries) !== undefined
      ? undefined
      : `is none of ${kinds.join(', ')}, and neither the address of a registry nor the name of one in this file`
  return [
    ...sources.flatMap((name, index) => {
      const message = unknown(name, KINDS)
      return message === undefined ? [] : [{ path: ['sources', index], message }]
    }),
    ...Object.entries(evidence).flatMap(([name, kind]) => {
      const message = NOT_OF[name]?.includes(kind)
        ? `\`${kind}\` is nothing that ${name} could have`
        : unknown(name, ['npm', 'registry'])
      return message === undefined ? [] : [{ path: ['evidence', name], message }]
    }),
  ]
}

/** What a policy means: durations in milliseconds, registries by their addresses. It must have no faults. */
export function policyOf(written: WrittenPolicy, registries: Registries): Policy {
  const { sources, namespaces, events, evidence, cooldown, required, heal } = written
  const key = (name: string): string => keyOf(name, registries) ?? name
  return {
    ...(sources ? { sources: [...new Set(sources.map(key))].sort() } : {}),
    ...(namespaces ? { namespaces: [...new Set(namespaces)].sort() } : {}),
    ...(events ? { events: eventsOf(events) } : {}),
    ...(evidence
      ? { evidence: Object.fromEntries(Object.entries(evidence).map(([name, kind]) => [key(name), kind])) }
      : {}),
    ...(cooldown ? { cooldown: cooldownOf(cooldown) } : {}),
    ...(required ? { required } : {}),
    ...(heal ? { heal } : {}),
  }
}

/** The address that a name or an address stands for. Kinds are neither. */
function keyOf(name: string, registries: Registries): string | undefined {
  if (KINDS.includes(name) || name === 'registry') return undefined
  const found = Object.hasOwn(registries, name) ? registries[name] : undefined
  if (found !== undefined) {
    const entry = registryEntry(found)
    return entry.kind === 'off' ? undefined : entry.url
  }
  const address = registryUrl(name)
  return 'url' in address ? address.url : undefined
}

function eventsOf({ allow, deny }: NonNullable<WrittenPolicy['events']>): NonNullable<Policy['events']> {
  return {
    ...(allow ? { allow: [...new Set(allow)].sort() } : {}),
    ...(deny ? { deny: [...new Set(deny)].sort() } : {}),
  }
}

function cooldownOf({
  first,
  update,
  exclude = [],
}: NonNullable<WrittenPolicy['cooldown']>): NonNullable<Policy['cooldown']> {
  const [one, other] = [first, update].map((text) => (text === undefined ? undefined : parseDuration(text)))
  return {
    ...(one === undefined ? {} : { first: one }),
    ...(other === undefined ? {} : { update: other }),
    exclude: [...new Set(exclude)].sort(),
  }
}
