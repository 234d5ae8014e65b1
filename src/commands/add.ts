import { consentOf } from '../cli/consent.ts'
import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, WRITE_FLAGS } from '../cli/define.ts'
import { parseAssignments } from '../core/assignments.ts'
import { isEmpty } from '../core/is-empty.ts'
import type { Added } from '../ops/add.ts'
import { noteLine } from '../views/notes.ts'
import { outcomeJson, scopeLine } from '../views/outcome.ts'
import { planLines } from '../views/plan.ts'

export const addCommand: CommandDefinition = {
  name: 'add',
  summary: 'install hook packs into a scope',
  description:
    'Finds a pack in the registry (or on npm), verifies it, shows what it will run and the exact change to the settings, asks, and installs it. Without --scope: the project, if this folder has .claude or is in a git repository; else your user settings.',
  args: {
    name: 'spec',
    summary: 'a name, name@version, @scope/name or npm:name, or a folder',
    required: true,
    many: true,
  },
  flags: {
    ...WRITE_FLAGS,
    set: { kind: 'text', summary: 'an option of the pack', multiple: true, value: 'key=value' },
  },
  examples: [
    ['add block-dangerous-bash', 'guard this project'],
    ['add block-dangerous-bash --scope user', 'guard every project of yours'],
    ['add notify-done --set via=webhook --set urlEnv=MY_WEBHOOK', 'with options'],
    ['add @acme/hook-pack@^2 ./my-pack', 'from npm, and from a folder'],
    ['add format-on-edit --dry-run', 'only look'],
  ],
  run: async (invocation) => {
    const { add } = await import('../ops/add.ts')
    const { flags, args, world } = invocation
    const style = styleOf(invocation)
    const consent = consentOf(world, {
      yes: flags['yes'] === true,
      json: flags['json'] === true,
      show: (plan) => planLines(plan, plan.packs, style),
    })
    const request = {
      specs: args,
      scope: scopeOf(invocation),
      options: parseAssignments((flags['set'] as readonly string[] | undefined) ?? []),
      dryRun: flags['dry-run'] === true,
      force: flags['force'] === true,
    }
    const added = await add(request, contextOf(world), consent)
    return {
      lines: [
        ...(request.dryRun && !isEmpty(added.plan) ? planLines(added.plan, added.plan.packs, style) : []),
        ...lines(added, request.dryRun),
      ],
      json: json(added),
    }
  },
}

function lines(added: Added, dryRun: boolean): readonly string[] {
  const names = added.packs.map((pack) => `${pack.name} ${pack.version}`).join(', ')
  if (added.applied) return [`added ${names} to the ${scopeLine(added, added.why)}`]
  if (isEmpty(added.plan))
    return [...added.plan.notes.map(noteLine), `nothing to do in the ${scopeLine(added, added.why)}`]
  return dryRun ? [`would add ${names} to the ${scopeLine(added, added.why)}; nothing was written`] : []
}

function json(added: Added): unknown {
  return {
    ...outcomeJson(added, added.why),
    packs: added.packs.map((pack) => ({
      name: pack.name,
      version: pack.version,
      source: pack.artifact.source,
      integrity: pack.artifact.integrity,
      hooks: pack.manifest.hooks,
      permissions: pack.manifest.permissions ?? null,
      options: pack.options,
    })),
  }
}
