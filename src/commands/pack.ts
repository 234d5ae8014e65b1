import { contextOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG } from '../cli/define.ts'
import { packedLines } from '../views/pack.ts'

export const packCommand: CommandDefinition = {
  name: 'pack',
  summary: 'check a pack that you write, and put it into one file',
  description:
    'Checks the manifest, that all handlers are built, and everything else that installing checks; then writes the archive that npm would publish into the current folder.',
  args: { name: 'folder', summary: 'the pack; without it, the current folder', required: false, many: false },
  flags: {
    'dry-run': { kind: 'switch', char: 'n', summary: 'only check' },
    json: JSON_FLAG,
  },
  examples: [
    ['pack', 'the pack in the current folder'],
    ['pack ./my-pack --dry-run', 'only check it'],
  ],
  busy: 'looking at the pack',
  run: async (invocation) => {
    const { packFolder } = await import('../ops/pack.ts')
    const { world, flags, args } = invocation
    const packed = await packFolder(args[0] ?? '.', flags['dry-run'] !== true, contextOf(world))
    const { pack, file, bytes, stale } = packed
    const json = {
      name: pack.name,
      version: pack.version,
      file: file ?? null,
      bytes,
      integrity: pack.artifact.integrity,
      files: pack.artifact.files.map(({ path }) => path),
      stale,
    }
    return { lines: packedLines(packed, styleOf(invocation)), json }
  },
}
