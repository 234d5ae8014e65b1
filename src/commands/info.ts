import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, NETWORK_FLAGS, SCOPE_FLAG } from '../cli/define.ts'
import { infoLines } from '../views/info.ts'

export const infoCommand: CommandDefinition = {
  name: 'info',
  summary: 'show what a pack does, what it touches and its options',
  args: { name: 'spec', summary: 'a pack, as in `hooks add`', required: true, many: false },
  flags: { scope: SCOPE_FLAG, json: JSON_FLAG, ...NETWORK_FLAGS },
  examples: [
    ['info block-dangerous-bash', 'before adding it'],
    ['info @acme/hook-pack --json', 'a pack on npm, for a program'],
  ],
  busy: 'looking for the pack',
  run: async (invocation) => {
    const { info } = await import('../ops/info.ts')
    const { args, world, flags } = invocation
    const found = await info(args[0] ?? '', scopeOf(invocation), contextOf(world, flags))
    const { pack, installed } = found
    const { artifact, manifest, name, version, description } = pack
    const json = {
      name,
      version,
      description,
      source: artifact.source,
      resolved: artifact.resolved,
      integrity: artifact.integrity,
      evidence: artifact.evidence ?? null,
      files: artifact.files.map((file) => file.path),
      manifest,
      installed,
    }
    return { lines: infoLines(found, styleOf(invocation)), json }
  },
}
