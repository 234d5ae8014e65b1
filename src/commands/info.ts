import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, SCOPE_FLAG } from '../cli/define.ts'
import { infoLines } from '../views/info.ts'

export const infoCommand: CommandDefinition = {
  name: 'info',
  summary: 'show what a pack does, what it touches and its options',
  args: { name: 'name', summary: 'a pack, as in `hooks add`', required: true, many: false },
  flags: { scope: SCOPE_FLAG, json: JSON_FLAG },
  examples: [
    ['info block-dangerous-bash', 'before adding it'],
    ['info @acme/hook-pack --json', 'a pack on npm, for a program'],
  ],
  run: async (invocation) => {
    const { info } = await import('../ops/info.ts')
    const found = await info(invocation.args[0] ?? '', scopeOf(invocation), contextOf(invocation.world))
    const { pack, installed } = found
    const { artifact, manifest, name, version, description } = pack
    const json = {
      name,
      version,
      description,
      source: artifact.source,
      resolved: artifact.resolved,
      integrity: artifact.integrity,
      files: artifact.files.map((file) => file.path),
      manifest,
      installed,
    }
    return { lines: infoLines(found, styleOf(invocation)), json }
  },
}
