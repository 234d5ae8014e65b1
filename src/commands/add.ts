import { scopeOf } from '../cli/context.ts'
import { type CommandDefinition, NETWORK_FLAGS, TRUST_FLAGS, WRITE_FLAGS } from '../cli/define.ts'
import { changeResult, writingOf } from '../cli/writing.ts'
import { parseAssignments } from '../core/assignments.ts'

export const addCommand: CommandDefinition = {
  name: 'add',
  summary: 'install hook packs into a scope',
  description:
    'Finds a pack in the registries (or on npm, or where you say), verifies it, shows what it will run and the exact change to the settings, asks, and installs it. Without --scope: the project, if this folder has .claude or is in a git repository; else your user settings.',
  args: {
    name: 'spec',
    summary:
      'a name or name@version, @acme/name or npm:name, a folder or .tgz, an https address of a .tgz, or github:owner/repo#ref',
    required: true,
    many: true,
  },
  flags: {
    ...WRITE_FLAGS,
    set: { kind: 'text', summary: 'an option of the pack', multiple: true, value: 'key=value' },
    ...TRUST_FLAGS,
    ...NETWORK_FLAGS,
  },
  examples: [
    ['add block-dangerous-bash', 'guard this project'],
    ['add block-dangerous-bash --scope user', 'guard every project of yours'],
    ['add notify-done --set via=webhook --set urlEnv=MY_WEBHOOK', 'with options'],
    ['add @acme/hook-pack@^2 ./my-pack', 'from npm, and from a folder'],
    ['add github:acme/hooks#v1', 'from a repository, as it is there'],
    ['add format-on-edit --dry-run', 'only look'],
  ],
  busy: 'looking for packs',
  run: async (invocation) => {
    const { add } = await import('../ops/add.ts')
    const { context, consent, mode } = writingOf(invocation)
    const options = parseAssignments((invocation.flags['set'] as readonly string[] | undefined) ?? [])
    const request = { ...mode, specs: invocation.args, scope: scopeOf(invocation), options }
    const added = await add(request, context, consent)
    const names = added.packs.map(({ name, locked }) => `${name} ${locked.version}`).join(', ')
    return changeResult(added, invocation, {
      done: `added ${names} to the`,
      would: `would add ${names} to the`,
      why: added.why,
      json: {
        packs: added.packs.map(({ name, locked }) => ({
          name,
          version: locked.version,
          source: locked.source,
          integrity: locked.integrity,
          hooks: locked.hooks,
          permissions: locked.permissions ?? null,
          options: locked.options,
        })),
      },
    })
  },
}
