import { matcherFault } from '../core/matcher.ts'
import { explain, type FieldFault } from './explain.ts'
import { parseJson } from './json.ts'
import { hookFaults, type Manifest, manifestSchema } from './manifest.ts'

type Hook = Manifest['hooks'][number]

/** A manifest as its author has written it: all that is wrong with it, and whatever of it can be looked at further. */
export interface ReadManifest {
  readonly faults: readonly FieldFault[]
  /** The hooks that have the right shape, with their places. */
  readonly hooks: readonly { readonly index: number; readonly hook: Hook }[]
  readonly permissions: Manifest['permissions']
  /** It names the schema that editors use. */
  readonly namesSchema: boolean
  /** The whole manifest, if nothing is wrong with it. */
  readonly manifest: Manifest | undefined
}

const NOTHING = { hooks: [], permissions: undefined, namesSchema: true, manifest: undefined }

/** Reads `hooks.json` and finds every fault at once, where `parseManifest` throws. */
export function readManifest(text: string): ReadManifest {
  const parsed = parseJson(text)
  if ('fault' in parsed)
    return { ...NOTHING, faults: [{ field: '', message: `is not JSON: ${parsed.fault}` }] }
  const raw = { ...(parsed.value as object | null) } as Readonly<Record<string, unknown>>
  const result = manifestSchema.safeParse(parsed.value)
  const hooks = (Array.isArray(raw['hooks']) ? raw['hooks'] : []).flatMap((one: unknown, index) => {
    const hook = hookSchema.safeParse(one)
    return hook.success ? [{ index, hook: hook.data }] : []
  })
  const faults = [
    ...explain(manifestSchema, parsed.value),
    ...empty(result.data),
    ...hooks.flatMap(({ hook, index }) => besideFields(hook, index, inPlaces(hooks))),
  ]
  return {
    faults,
    hooks,
    permissions: permissionsSchema.safeParse(raw['permissions']).data,
    namesSchema: typeof raw['$schema'] === 'string',
    manifest: faults.length === 0 ? result.data : undefined,
  }
}

const hookSchema = manifestSchema.shape.hooks.removeDefault().element
const permissionsSchema = manifestSchema.shape.permissions

function empty(manifest: Manifest | undefined): readonly FieldFault[] {
  if (!manifest || manifest.hooks.length > 0 || Object.keys(manifest.packs ?? {}).length > 0) return []
  return [{ field: 'hooks', message: 'a pack needs at least one hook, or packs that it brings' }]
}

/** With holes for hooks of another shape, so that the indexes stay. */
function inPlaces(hooks: ReadManifest['hooks']): Hook[] {
  const places: Hook[] = []
  for (const { hook, index } of hooks) places[index] = hook
  return places
}

/** Without what is said of `if`, and of a matcher that is no expression: their own checks say more. */
function besideFields(hook: Hook, index: number, all: Hook[]): readonly FieldFault[] {
  return hookFaults(hook, index, all)
    .map((fault) => ({
      field: fault.slice(0, fault.indexOf(': ')),
      message: fault.slice(fault.indexOf(': ') + 2),
    }))
    .filter(({ field }) => !field.endsWith('.if') && !(field.endsWith('.matcher') && isInvalid(hook)))
}

function isInvalid({ matcher }: Hook): boolean {
  return matcher !== undefined && matcherFault(matcher)?.kind === 'invalid'
}
