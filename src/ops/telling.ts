import type { PackRegistry } from '../core/source.ts'
import type { Context } from './context.ts'

/** The registry; whoever waits for it is told what it is asked for. */
export function telling(registry: PackRegistry, { step }: Pick<Context, 'step'>): PackRegistry {
  if (!step) return registry
  const where = registry.source.replace(/^(?:registry|npm)[:+]/, '')
  return {
    ...registry,
    packument: (name, more) => {
      step(`asking ${where} for ${name}`)
      return registry.packument(name, more)
    },
    fetch: (name, version) => {
      step(`fetching ${name} ${version} from ${where}`)
      return registry.fetch(name, version)
    },
    refetch: (name, locked) => {
      step(`fetching ${name} ${locked.version} from ${where}`)
      return registry.refetch(name, locked)
    },
  }
}
