import { scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, WRITE_FLAGS } from '../cli/define.ts'
import { writingOf } from '../cli/writing.ts'
import { importJson, importLines } from '../views/import.ts'

export const importCommand: CommandDefinition = {
  name: 'import',
  summary: 'make a pack of hooks that were written by hand, of a plugin, or of another tool',
  description:
    'Reads settings, plugins, frontmatter of skills and agents, rules of hookify, and files of Cursor, Gemini, Codex, ' +
    'Copilot, prpm, shadcn registries, lefthook and others: JSON, YAML, TOML or Markdown. Nothing is fetched or run. ' +
    'Scripts that a command plainly names, and files of a package, are copied; other commands become scripts of one line. The file stays as it is, unless --take puts the pack in the ' +
    'place of its entries. docs/import.md has the rest.',
  args: {
    name: 'from',
    summary: 'a file with hooks, or a folder of a plugin or project; else the settings of the scope',
    required: false,
    many: false,
  },
  flags: {
    as: { kind: 'text', summary: 'the name of the pack, else imported-hooks', value: 'name' },
    out: { kind: 'text', summary: 'its folder; else one with its name, here', value: 'folder' },
    take: { kind: 'switch', summary: 'install the pack in the place of the entries, after a question' },
    ...WRITE_FLAGS,
  },
  examples: [
    ['import', 'the settings of this project, as a pack in imported-hooks'],
    ['import ~/.claude/settings.json --as my-hooks --take', 'and manage them from now on'],
    ['import some-plugin --as their-hooks --dry-run', 'what would become of a plugin'],
    ['import their-package/prpm.json --as theirs', 'a package of another tool, with its files'],
    ['import .cursor/hooks.json --as from-cursor', 'hooks of another agent; their payloads differ'],
  ],
  run: async (invocation) => {
    const { importHooks } = await import('../ops/import.ts')
    const { flags, args } = invocation
    const { context, consent, mode } = writingOf(invocation)
    const imported = await importHooks(
      {
        ...mode,
        from: args[0],
        scope: scopeOf(invocation),
        as: (flags['as'] as string | undefined) ?? 'imported-hooks',
        out: flags['out'] as string | undefined,
        take: flags['take'] === true,
      },
      context,
      consent,
    )
    const status = imported.turned.length === 0 ? { status: 1 } : {}
    return { lines: importLines(imported, styleOf(invocation)), json: importJson(imported), ...status }
  },
}
