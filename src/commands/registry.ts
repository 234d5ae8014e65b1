import { consentOf } from '../cli/consent.ts'
import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import {
  type CommandDefinition,
  type Invocation,
  NETWORK_FLAGS,
  type Result,
  WRITE_FLAGS,
} from '../cli/define.ts'
import { registryActionOf } from '../cli/registry-action.ts'
import { isEmpty } from '../core/is-empty.ts'
import type { Outcome } from '../ops/change.ts'
import { noteLine } from '../views/notes.ts'
import { builtLines, registryLines, requestLines } from '../views/registries.ts'

export const registryCommand: CommandDefinition = {
  name: 'registry',
  summary: 'show, add and remove registries, or build one',
  description:
    'Actions: `list`; `add <name> <url>`, where the name is one of yours, or the namespace (`@acme`) whose packs come from there alone; `remove <name>`; `build <folder> --out <folder>`, which makes a static registry, files that any web server can carry, of a folder with a folder or a .tgz per pack. Bare names are looked up in the embedded registry, then in yours, then in those of the project.',
  args: {
    name: 'action',
    summary: 'list, add <name> <url>, remove <name>, or build <folder>',
    required: true,
    many: true,
  },
  flags: {
    npm: { kind: 'switch', summary: 'add: it is a registry of npm, for a namespace' },
    header: {
      kind: 'text',
      multiple: true,
      summary: `add: a header of every request; user scope only; \${NAME} is read from the environment`,
      value: 'name: value',
    },
    out: { kind: 'text', summary: 'build: where the registry is, or will be', value: 'folder' },
    name: { kind: 'text', summary: 'build: the name of a new registry', value: 'name' },
    ...WRITE_FLAGS,
    force: { kind: 'switch', char: 'f', summary: 'add: do not look whether there is a registry' },
    ...NETWORK_FLAGS,
  },
  examples: [
    ['registry list', 'what is configured where'],
    ['registry add acme https://packs.acme.dev/', 'packs with bare names are looked up there too'],
    [
      `registry add @acme https://packs.acme.dev/ --scope user --header 'Authorization: Bearer \${ACME_TOKEN}'`,
      'a private one, for packs such as @acme/guard',
    ],
    [
      'registry add @corp https://npm.corp.dev/ --npm',
      'packs such as @corp/guard come from this npm registry',
    ],
    ['registry remove acme', 'from the scope that has it'],
    ['registry build ./packs --out ./public --name acme', 'a registry to put on a web server'],
  ],
  run: async (invocation) => {
    const action = registryActionOf(invocation)
    switch (action.kind) {
      case 'list':
        return list(invocation)
      case 'add':
        return add(action.name, action.url, invocation)
      case 'remove':
        return remove(action.name, invocation)
      case 'build':
        return build(action, invocation)
    }
  },
}

async function list(invocation: Invocation): Promise<Result> {
  const { listRegistries } = await import('../ops/list-registries.ts')
  const { world, flags } = invocation
  const { registries, notes } = await listRegistries(scopeOf(invocation), contextOf(world, flags))
  for (const note of notes) world.say(noteLine(note))
  return { lines: registryLines(registries, styleOf(invocation)), json: { registries, notes } }
}

async function add(name: string, url: string, invocation: Invocation): Promise<Result> {
  const { addRegistry } = await import('../ops/add-registry.ts')
  const { flags } = invocation
  const added = await addRegistry(
    {
      ...modeOf(invocation),
      name,
      url,
      npm: flags['npm'] === true,
      headers: (flags['header'] as readonly string[] | undefined) ?? [],
      scope: scopeOf(invocation),
    },
    ...worldOf(invocation),
  )
  const what = { done: `added ${name} to`, would: `would add ${name} to`, is: `${name} is so already in` }
  return result(added, invocation, { ...what, why: added.why, json: { registry: name, url: added.url } })
}

async function remove(name: string, invocation: Invocation): Promise<Result> {
  const { removeRegistry } = await import('../ops/remove-registry.ts')
  const removed = await removeRegistry(
    { ...modeOf(invocation), name, scope: scopeOf(invocation) },
    ...worldOf(invocation),
  )
  const { packs, why } = removed
  const what = { done: `removed ${name} from`, would: `would remove ${name} from`, is: `${name} is not in` }
  const told = result(removed, invocation, { ...what, why, json: { registry: name, packs } })
  const stay = `installed packs came from it, and stay as they are: ${packs.join(', ')}`
  return packs.length === 0 ? told : { ...told, lines: [...told.lines, stay] }
}

async function build(
  { folder, out }: { readonly folder: string; readonly out: string },
  { flags, world }: Invocation,
): Promise<Result> {
  const { buildRegistryAt } = await import('../ops/build-registry.ts')
  const dryRun = flags['dry-run'] === true
  const name = flags['name'] as string | undefined
  const built = await buildRegistryAt(
    { folder, out, name, dryRun, now: world.now() },
    contextOf(world, flags),
  )
  return { lines: builtLines(built, dryRun), json: { ...built, written: !dryRun } }
}

function modeOf({ flags }: Invocation): { readonly dryRun: boolean; readonly force: boolean } {
  return { dryRun: flags['dry-run'] === true, force: flags['force'] === true }
}

function worldOf(invocation: Invocation) {
  const { world, flags } = invocation
  const show = (plan: Outcome['plan']): readonly string[] => requestLines(plan, styleOf(invocation))
  const asking = {
    yes: flags['yes'] === true,
    json: flags['json'] === true,
    allowWeaker: true,
    allowWider: false,
    show,
  }
  return [contextOf(world, flags), consentOf(world, asking)] as const
}

interface Told {
  readonly done: string
  readonly would: string
  readonly is: string
  readonly why: string | undefined
  readonly json: Readonly<Record<string, unknown>>
}

function result(
  { plan, applied }: Outcome,
  invocation: Invocation,
  { done, would, is, why, json }: Told,
): Result {
  const file = `${plan.scope.folder}/hookpack.json`
  const where = `the ${plan.scope.name} scope${why === undefined ? '' : `, because ${why}`} (${file})`
  const lines = applied
    ? [`${done} ${where}`]
    : isEmpty(plan)
      ? [`${is} ${where}`]
      : [...requestLines(plan, styleOf(invocation)), `${would} ${where}; nothing was written`]
  const reason = why === undefined ? {} : { why }
  return {
    lines,
    json: { ...json, scope: plan.scope.name, ...reason, file, applied, changes: !isEmpty(plan) },
  }
}
