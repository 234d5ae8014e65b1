import type { Note } from '../core/notes.ts'
import type { Scope } from '../core/scope.ts'
import type { PackRegistry, RegistryConfig } from '../core/source.ts'
import { npmRegistry } from '../io/registry-npm.ts'
import type { Context } from './context.ts'
import { knownFaults } from './known.ts'
import { lockedPacks } from './locked-packs.ts'
import { readPolicy } from './read-policy.ts'
import { openEmbedded, openStatic, registrySetup } from './registries.ts'
import type { Registries } from './sources.ts'
import { telling } from './telling.ts'

/** The registries that packs of a scope may come from: the embedded one, the user's, those of the scope, and npm. */
export async function openRegistries(
  context: Context,
  scope: Scope | undefined,
  note: (note: Note) => void,
): Promise<Registries> {
  const { env, cwd, network, roots } = context
  const around = { env, cwd, network, note, roots }
  const { embedded, registries, notes } = await registrySetup(context, scope)
  for (const one of notes) note(one)
  const more = { packs: await lockedPacks(context, scope), note }
  const open = (config: RegistryConfig): PackRegistry =>
    telling(
      config.kind === 'static'
        ? openStatic(config, context, more)
        : npmRegistry({ ...around, ...config, source: `npm+${config.url}` }),
      context,
    )
  const opened = new Map(registries.map((config) => [config.name, open(config)]))
  const own = openEmbedded(context)
  const npm = telling(npmRegistry({ ...around, source: 'npm' }), context)
  const named = [...opened].flatMap(([name, registry]) => (name.startsWith('@') ? [] : [registry]))
  return {
    note,
    bare: embedded ? [own, ...named] : named,
    namespace: (name) => opened.get(name),
    npm,
    mappedBy: (name) => {
      const found = registries.find((one) => name.startsWith('@') && one.name === namespaceOf(name))
      return found && (found.own ? 'user' : 'project')
    },
    advisories: knownFaults([own, ...opened.values(), npm], {
      context,
      note,
      places: async () => (await readPolicy(context, scope?.name ?? 'user')).advisories,
    }),
    // The embedded one is near, and has what most misspelt names were meant to be.
    names: async () => (embedded ? (await own.search()).map(({ name }) => name) : []),
  }
}

function namespaceOf(name: string): string {
  return name.slice(0, name.indexOf('/'))
}
