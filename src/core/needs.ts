import satisfies from 'semver/functions/satisfies.js'
import validRange from 'semver/ranges/valid.js'
import type { Manifest } from '../schema/manifest.ts'

/** What a machine has of what packs ask for. */
export interface Machine {
  /** As Node names it, such as `darwin`. */
  readonly platform: string
  /** The version of Claude Code; undefined when it is not known. */
  readonly client: string | undefined
  readonly has: (program: string) => boolean
}

/** Something that a pack says it requires, and that is not so here. */
export type Need =
  | { readonly what: 'client'; readonly wanted: string; readonly found: string }
  | { readonly what: 'commands'; readonly missing: readonly string[] }
  | { readonly what: 'platforms'; readonly wanted: readonly string[]; readonly found: string }

/** So many programs are looked for, and so long may a range be: nobody's pack has more, and a forged one waits for nobody. */
const MOST_COMMANDS = 50
const LONGEST_RANGE = 200

/** What of a pack's `requires` is not so on a machine. A version that is not known is not held against it. */
export function unmetNeeds(requires: Manifest['requires'], machine: Machine): readonly Need[] {
  const { client, commands = [], platforms = [] } = requires ?? {}
  const missing = commands.slice(0, MOST_COMMANDS).filter((name) => !machine.has(name))
  const { platform: found } = machine
  return [
    ...clientNeed(client, machine.client),
    ...(missing.length > 0 ? [{ what: 'commands', missing } as const] : []),
    ...(platforms.length > 0 && !platforms.includes(found)
      ? [{ what: 'platforms', wanted: platforms, found } as const]
      : []),
  ]
}

function clientNeed(wanted: string | undefined, found: string | undefined): readonly Need[] {
  if (wanted === undefined || found === undefined || wanted.length > LONGEST_RANGE) return []
  if (validRange(wanted) === null) return []
  return satisfies(found, wanted, { includePrerelease: true }) ? [] : [{ what: 'client', wanted, found }]
}
