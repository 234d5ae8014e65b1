import { contextOf, scopeOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, SCOPE_FLAG } from '../cli/define.ts'
import { EXPORTS, type ExportKind } from '../core/export.ts'
import { exportLines, exportNotes } from '../views/export.ts'

export const exportCommand: CommandDefinition = {
  name: 'export',
  summary: 'make a plugin, a skills folder, settings or frontmatter of installed packs',
  description:
    'A plugin and a skill-folder carry the packs and the runtime with them. The others are one text, printed, whose hooks ' +
    'run the packs where they are installed. Disabled hooks are left out.',
  args: { name: 'name', summary: 'an installed pack; else all of the scope', required: false, many: true },
  flags: {
    as: { kind: 'text', summary: `what to make: ${EXPORTS.join(', ')}`, options: EXPORTS, value: 'kind' },
    out: { kind: 'text', summary: 'the folder to write, for plugin and skill-folder', value: 'folder' },
    scope: SCOPE_FLAG,
    force: { kind: 'switch', char: 'f', summary: 'write a folder anew that an export has written' },
    json: JSON_FLAG,
  },
  examples: [
    ['export --as plugin --out my-plugin', 'all packs of this project as a plugin of Claude Code'],
    [
      'export block-dangerous-bash --as skill-folder --out ~/.claude/skills/guard',
      'hooks without any settings edit',
    ],
    ['export format-on-edit --as agent', 'a frontmatter block, to copy into an agent; `--as skill` likewise'],
    ['export --as managed --scope user > 50-hooks.json', 'a drop-in for managed-settings.d'],
  ],
  run: async (invocation) => {
    const { exportPacks } = await import('../ops/export.ts')
    const { flags, args, world } = invocation
    const request = {
      as: flags['as'] as ExportKind | undefined,
      names: args,
      scope: scopeOf(invocation),
      out: flags['out'] as string | undefined,
      force: flags['force'] === true,
    }
    const exported = await exportPacks(request, contextOf(world))
    if (exported.text !== undefined && flags['json'] !== true)
      for (const note of exportNotes(exported)) world.say(note)
    return { lines: exportLines(exported), json: { ...exported, scope: exported.scope.name } }
  },
}
