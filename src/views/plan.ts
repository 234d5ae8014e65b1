import path from 'node:path'
import type { Pack } from '../core/archive-pack.ts'
import type { Plan } from '../core/plan.ts'
import { diffLines } from './diff.ts'
import { noteLine } from './notes.ts'
import { clipped, columns, printable, type Style } from './style.ts'

/** Everything a person should see before saying yes: what runs when, what it says it touches, the exact diff. */
export function planLines(plan: Plan, packs: readonly Pack[], style: Style): readonly string[] {
  return [
    ...packs.flatMap((pack) => [...packLines(pack, style), '']),
    ...diffLines(plan.scope.settingsFile, plan.settings, style),
    ...ownFiles(plan),
    ...plan.notes.map((note) => style.yellow(noteLine(note))),
  ]
}

/** A pack's hooks and what it says it touches. */
export function packLines(pack: Pack, style: Style): readonly string[] {
  const { source, integrity, files } = pack.artifact
  const hooks = pack.manifest.hooks.map((hook) => [
    `  on ${hook.event}`,
    matcherOf(hook),
    `${hook.async ? 'in the background, ' : ''}${hook.failure === 'block' ? 'blocks if it fails' : 'goes on if it fails'}, at most ${hook.timeout} s`,
  ])
  return [
    style.bold(`${pack.name} ${pack.version}`),
    `  ${clipped(pack.description, 300)}`,
    style.dim(`  from ${printable(source)}, ${files.length} files, ${integrity.slice(0, 19)}… verified`),
    ...columns(hooks),
    ...columns(touches(pack)),
  ]
}

/** `network: none` and so on, as the pack declares it. */
function touches(pack: Pack): readonly (readonly string[])[] {
  const said = pack.manifest.permissions
  if (!said) return [['  it does not say what it touches']]
  const secrets = said.env ?? []
  return [
    ...(['reads', 'writes', 'runs', 'network'] as const).map((kind) => {
      const list = said[kind] ?? []
      return [`  ${kind}`, list.length === 0 ? 'nothing' : list.map((one) => printable(one)).join(', ')]
    }),
    ...(secrets.length === 0 ? [] : [['  secrets', secretsOf(pack, secrets)]]),
  ]
}

/** The variables with names of secrets that it is given; `{option}` as what the option holds. */
function secretsOf({ options }: Pack, names: readonly string[]): string {
  return names
    .map((name) => (name.startsWith('{') ? String(options[name.slice(1, -1)] ?? name) : name))
    .map((name) => printable(name))
    .join(', ')
}

/** The tools a hook is for, as a phrase. */
function matcherOf(hook: {
  readonly matcher?: string | undefined
  readonly tools?: readonly string[] | undefined
}): string {
  const names = hook.tools?.join(', ') ?? hook.matcher
  return names === undefined || names === '' || names === '*' ? '' : printable(names)
}

function ownFiles(plan: Plan): readonly string[] {
  const inside = plan.writes.filter((write) => write.path !== plan.scope.settingsFile)
  if (inside.length === 0 && plan.packs.length === 0) return []
  const removed = inside.every((write) => write.after === null)
  const folder = path.join(plan.scope.folder, path.sep)
  return [
    '',
    removed
      ? `removes ${folder}`
      : `writes ${folder}${plan.packs.length > 0 ? ' (the packs, the runtime, the lockfile)' : ''}`,
  ]
}
