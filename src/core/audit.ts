import { type Advisory, affects } from './advisories.ts'
import { digestOf, type Unapproved } from './approval.ts'
import { sha256 } from './integrity.ts'
import type { LockedEntry, LockedPack } from './lockfile.ts'
import type { ScopeName } from './scope.ts'
import type { Problem } from './settings/client-rules.ts'
import { handlersIn, isOurs } from './settings/handlers.ts'
import type { Tree } from './settings/tree.ts'
import type { Finding } from './validate/finding.ts'
import type { Difference } from './verify.ts'
import type { Violation } from './violations.ts'

/** How much a finding matters: `error` is wrong, `warning` wants a look, `note` is there to be known. */
type Level = 'error' | 'warning' | 'note'

/** The kinds of findings, each with what it is about, for lists of rules. */
export const AUDIT_RULES = {
  'known-malware': 'An advisory says that this version does harm.',
  'known-fault': 'An advisory says that this version has a fault.',
  policy: 'Something installed is not allowed by a policy, or something required is missing.',
  changed: 'Something is not as it was installed.',
  dropped: 'Claude Code ignores a part of the settings, or all of them.',
  scan: 'Reading the code of a pack found something that its author did not declare, or that cannot be read.',
  unproven: 'Nothing proves where a pack comes from, besides the address it was fetched from.',
  unapproved: 'Nobody on this machine has approved a pack as it is.',
  'foreign-hook': 'A hook that no pack has brought.',
  'pack-hook': 'A hook of an installed pack.',
} as const satisfies Record<string, string>

/** One thing that an audit found. */
export interface AuditFinding {
  readonly rule: keyof typeof AUDIT_RULES
  readonly level: Level
  readonly scope: ScopeName
  /** Absolute. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly pack?: string
  readonly message: string
  readonly hint?: string
  /** Stays the same while what it is about does, wherever that stands in the file. */
  readonly fingerprint: string
}

type About = Omit<AuditFinding, 'scope' | 'fingerprint' | 'line'> & {
  readonly line?: number
  /** What the finding is about, where the message is not enough to know it again. */
  readonly identity?: string
}

/** Makes findings of one scope. */
export function findingsOf(scope: ScopeName): (about: About) => AuditFinding {
  return ({ identity, line = 1, ...about }) => ({
    ...about,
    scope,
    line,
    fingerprint: sha256(JSON.stringify([about.rule, scope, about.pack, identity ?? about.message])).slice(
      0,
      32,
    ),
  })
}

type Make = ReturnType<typeof findingsOf>

/** What is not as it was installed. */
export function changedFindings(make: Make, differences: readonly Difference[]): readonly AuditFinding[] {
  return differences.map(({ file, what, pack }) =>
    make({
      rule: 'changed',
      level: 'error',
      file,
      ...(pack === undefined ? {} : { pack }),
      message: pack === undefined ? what : `${pack}: ${what}`,
      hint: '`hooks verify --fix` puts it right',
    }),
  )
}

/** What policies do not allow. */
export function policyFindings(
  make: Make,
  lockfile: string,
  violations: readonly Violation[],
): readonly AuditFinding[] {
  return violations.map(({ rule, pack, says, file }) =>
    make({
      rule: 'policy',
      level: 'error',
      file: lockfile,
      pack,
      message: `\`${pack}\` ${says}: \`${rule}\` in ${file}`,
    }),
  )
}

/** What advisories say of a pack. */
export function advisoryFindings(
  make: Make,
  { name, version, lockfile }: { readonly name: string; readonly version: string; readonly lockfile: string },
  known: readonly Advisory[],
): readonly AuditFinding[] {
  return known
    .filter((one) => affects(one, version))
    .map(({ id, summary, malware, ranges }) => {
      const fixed = ranges.map((one) => one.fixed).find((one) => one !== undefined)
      return make({
        rule: malware ? 'known-malware' : 'known-fault',
        level: malware ? 'error' : 'warning',
        file: lockfile,
        pack: name,
        message: `${name}@${version}: ${id}: ${summary}`,
        hint:
          malware || fixed === undefined
            ? `\`hooks remove ${name}\``
            : `mended in ${fixed}: \`hooks update ${name}\``,
      })
    })
}

/** What the client will not do with a settings file. */
export function droppedFindings(
  make: Make,
  file: string,
  problems: readonly (Problem & { readonly line: number })[],
): readonly AuditFinding[] {
  return problems.map(({ path, message, drops, line }) =>
    make({
      rule: 'dropped',
      level: drops === 'file' ? 'error' : 'warning',
      file,
      line,
      message: `\`${path}\` ${message}; Claude Code ignores ${drops === 'file' ? 'the whole file' : 'that entry'}`,
    }),
  )
}

/** What reading the code of a pack found. It is advice: it proves nothing, and can be wrong. */
export function scanFindings(
  make: Make,
  { name, folder }: { readonly name: string; readonly folder: string },
  findings: readonly Finding[],
): readonly AuditFinding[] {
  return findings.map(({ file, line, message, hint }) =>
    make({
      rule: 'scan',
      level: 'warning',
      file: `${folder}/${file}`,
      ...(line === undefined ? {} : { line }),
      pack: name,
      message: `${name}: ${file}: ${message}`,
      hint,
      identity: `${file} ${message}`,
    }),
  )
}

/** What a scope runs, so that a change of it is seen: a line for each hook, of packs and of others. */
export function hookFindings(
  make: Make,
  {
    file,
    tree,
    entries,
  }: { readonly file: string; readonly tree: Tree; readonly entries: readonly LockedEntry[] },
): readonly AuditFinding[] {
  return handlersIn(tree)
    .filter((handler) => !isOurs(handler, entries))
    .map(({ event, matcher, value, line }) => {
      const runs = [value['command'], value['url'], value['prompt'], value['tool']].find(
        (one) => typeof one === 'string',
      )
      const on = matcher === undefined || matcher === '' ? event : `${event} for ${matcher}`
      return make({
        rule: 'foreign-hook',
        level: 'warning',
        file,
        line,
        message: `on ${on}, ${String(value['type'] ?? 'a hook')}: ${typeof runs === 'string' ? runs : JSON.stringify(value)}`,
        hint: 'no pack has brought it: look at what it does',
        identity: JSON.stringify([event, matcher, value]),
      })
    })
}

interface InstalledPack {
  readonly name: string
  readonly pack: LockedPack
  readonly lockfile: string
  readonly line: number
  /** Hooks (`<pack>/<id>`) that do not run. */
  readonly disabled?: readonly string[] | undefined
}

/** One installed pack: its hooks that run, whether anything proves where it comes from, and whether it was approved. */
export function packFindings(
  make: Make,
  { name, pack, lockfile, line, disabled = [] }: InstalledPack,
  unapproved: readonly Unapproved[],
): readonly AuditFinding[] {
  const at = { file: lockfile, line, pack: name }
  const running = pack.hooks.filter(({ id }) => !disabled.includes(`${name}/${id}`))
  const hooks = running.map(({ id, event, matcher }) =>
    make({
      ...at,
      rule: 'pack-hook',
      level: 'note',
      message: `${name}@${pack.version}: ${id} runs on ${event}${matcher ? ` for ${matcher}` : ''}`,
      // Other bytes or options are another hook.
      identity: `${id} ${digestOf(name, pack)}`,
    }),
  )
  const proven = pack.evidence !== undefined || !/^(npm|registry\+)/.test(pack.source)
  return [
    ...hooks,
    ...(proven
      ? []
      : [
          make({
            ...at,
            rule: 'unproven',
            level: 'note',
            message: `${name}@${pack.version} from ${pack.source}: no signature, no provenance`,
          }),
        ]),
    ...(unapproved.some((one) => one.name === name)
      ? [
          make({
            ...at,
            rule: 'unapproved',
            level: 'note',
            message: `${name}@${pack.version} is not approved on this machine`,
            hint: '`hooks install` shows it and asks',
          }),
        ]
      : []),
  ]
}
