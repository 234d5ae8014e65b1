import { isRecord } from '../seen/record.ts'

/** What a document says that its hooks need, as a manifest has it, and in sentences where no field is for it. */
export interface Declared {
  readonly requires?: { readonly commands?: readonly string[]; readonly platforms?: readonly string[] }
  readonly permissions?: { readonly env: readonly string[] }
  readonly notes: readonly string[]
}

/** Reads what the frontmatter of a HOOK.md of OpenClaw requires; nothing for any other document. */
export function declaredIn(value: unknown): Declared {
  const metadata = isRecord(value) && isRecord(value['metadata']) ? value['metadata'] : {}
  const openclaw = isRecord(metadata['openclaw']) ? metadata['openclaw'] : {}
  const needs = isRecord(openclaw['requires']) ? openclaw['requires'] : {}
  const commands = textsIn(needs['bins'])
  const platforms = textsIn(needs['os'] ?? openclaw['os'])
  const env = textsIn(needs['env']).filter((name) => /^[A-Za-z_]\w*$/.test(name))
  return declared({ commands, platforms, env, notes: notesOf(needs, openclaw['install']) })
}

/** What several documents need together. */
export function declaredTogether(all: readonly Declared[]): Declared {
  const commands = textsIn(all.flatMap(({ requires }) => requires?.commands ?? []))
  const platforms = textsIn(all.flatMap(({ requires }) => requires?.platforms ?? []))
  const env = textsIn(all.flatMap(({ permissions }) => permissions?.env ?? []))
  return declared({ commands, platforms, env, notes: all.flatMap(({ notes }) => notes) })
}

interface Needs {
  readonly commands: readonly string[]
  readonly platforms: readonly string[]
  readonly env: readonly string[]
  readonly notes: readonly string[]
}

function declared({ commands, platforms, env, notes }: Needs): Declared {
  const requires = {
    ...(commands.length > 0 ? { commands } : {}),
    ...(platforms.length > 0 ? { platforms } : {}),
  }
  return {
    ...(Object.keys(requires).length > 0 ? { requires } : {}),
    ...(env.length > 0 ? { permissions: { env } } : {}),
    notes,
  }
}

function notesOf({ anyBins, config }: Readonly<Record<string, unknown>>, install: unknown): string[] {
  const [any, keys] = [textsIn(anyBins), textsIn(config)]
  return [
    ...(any.length > 0 ? [`it needs one of the programs ${any.join(', ')}`] : []),
    ...(keys.length > 0
      ? [`it needs settings of OpenClaw, which Claude Code has not: ${keys.join(', ')}`]
      : []),
    ...(Array.isArray(install) && install.length > 0 ? ['what its `install` names was not installed'] : []),
  ]
}

/** The texts of a list, or the one text. */
export function textsIn(value: unknown): readonly string[] {
  const texts = [value].flat().filter((one): one is string => typeof one === 'string' && one !== '')
  return [...new Set(texts)].slice(0, 100)
}
