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
import { keys, sign } from '../cli/registry-signing.ts'
import { isEmpty } from '../core/is-empty.ts'
import type { Outcome } from '../ops/change.ts'
import { noteLine } from '../views/notes.ts'
import { builtLines, registryLines, requestLines } from '../views/registries.ts'
import { unsignedLines } from '../views/signing.ts'

export const registryCommand: CommandDefinition = {
  name: 'registry',
  summary: 'show, add and remove registries; build and sign one',
  description:
    'Actions: `list`; `add <name> <url>`, where the name is one of yours, or the namespace (`@acme`) whose packs come from there alone; `remove <name>`; `build <folder> --out <folder>`, which makes a static registry, files that any web server can carry, of a folder with a folder or a .tgz per pack; `keys <folder>`, which makes the keys to sign it with; `sign <folder> --keys <folder>`, which signs a registry the first time, after a change, and before its signatures expire (after two weeks). Bare names are looked up in the embedded registry, then in yours, then in those of the project.',
  args: {
    name: 'action',
    summary: 'list, add <name> <url>, remove <name>, build <folder>, keys <folder>, or sign <folder>',
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
    root: {
      kind: 'text',
      summary: 'add: the sha256 of a root.json that it must be signed from',
      value: 'sha256',
    },
    out: { kind: 'text', summary: 'build: where the registry is, or will be', value: 'folder' },
    name: { kind: 'text', summary: 'build: the name of a new registry', value: 'name' },
    keys: { kind: 'text', multiple: true, summary: 'build, sign: the keys to sign with', value: 'folder' },
    'new-keys': {
      kind: 'text',
      multiple: true,
      summary: 'sign: keys to go over to; signs the new root with both',
      value: 'folder',
    },
    threshold: { kind: 'text', summary: 'sign: so many root keys must sign a root', value: 'number' },
    role: {
      kind: 'text',
      multiple: true,
      summary: 'keys: only a key for this role',
      options: ['root', 'targets', 'snapshot', 'timestamp'],
      value: 'role',
    },
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
    ['registry keys ~/acme-keys', 'keys to sign it with, in a folder that nobody else can read'],
    ['registry sign ./public --keys ~/acme-keys', 'signs it; again after each change, and every week'],
    ['registry add acme https://packs.acme.dev/ --root 4f3c…', 'a signed one, whose root you were told'],
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
      case 'keys':
        return keys(action, invocation)
      case 'sign':
        return sign(action, invocation)
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
      root: flags['root'] as string | undefined,
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
  { folder, out, keys }: { readonly folder: string; readonly out: string; readonly keys: readonly string[] },
  invocation: Invocation,
): Promise<Result> {
  const { flags, world } = invocation
  const { buildRegistryAt } = await import('../ops/build-registry.ts')
  const dryRun = flags['dry-run'] === true
  const name = flags['name'] as string | undefined
  const built = await buildRegistryAt(
    { folder, out, name, dryRun, now: world.now() },
    contextOf(world, flags),
  )
  const json = { ...built, written: !dryRun }
  if (keys.length === 0 || dryRun)
    return { lines: [...builtLines(built, dryRun), ...unsignedLines(built)], json }
  const signed = await sign({ folder: out, keys, newKeys: [], threshold: undefined }, invocation)
  return { lines: [...builtLines(built, dryRun), ...signed.lines], json: { ...json, signing: signed.json } }
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
