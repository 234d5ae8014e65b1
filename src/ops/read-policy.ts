import path from 'node:path'
import { sidesOf } from '../core/merge-conflicts.ts'
import { type EffectivePolicy, mergePolicies, type PolicyFile, type PolicyLayer } from '../core/policy.ts'
import { FILES, type Scope, type ScopeName } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { exists, readText } from '../io/read.ts'
import { realFolder, scopeNamed } from '../io/scopes.ts'
import { policyOf } from '../schema/policy.ts'
import { parseManaged, parseRequest, type Request } from '../schema/request.ts'
import type { Context } from './context.ts'
import { userScope } from './registries.ts'

/** What the files that count for a scope say about packs. */
export interface PolicyRead {
  readonly policy: EffectivePolicy
  /** Every file that was looked for, and what it says. */
  readonly files: readonly (PolicyFile & { readonly present: boolean })[]
  /** Where the user and the administrator have advisories, as they wrote it, each with the file that says so. */
  readonly advisories: readonly { readonly place: string; readonly file: string }[]
}

/** The layers that count for a scope. */
const LAYERS: Readonly<Record<ScopeName, readonly PolicyLayer[]>> = {
  user: ['managed', 'user'],
  project: ['managed', 'user', 'project'],
  local: ['managed', 'user', 'project', 'local'],
}

/**
 * Reads all policies that count for a scope. Throws when one of them cannot be read or is not valid: a rule that nobody
 * can read is not a rule that does not hold.
 */
export async function readPolicy(context: Context, scope: ScopeName): Promise<PolicyRead> {
  const places = (await Promise.all(LAYERS[scope].map((layer) => placesOf(layer, context)))).flat()
  const read = await Promise.all(places.map((place) => readLayer(place)))
  const files = read.flat()
  return {
    files,
    policy: mergePolicies(files),
    advisories: files.flatMap(({ file, advisories }) =>
      advisories === undefined ? [] : [{ place: advisories, file }],
    ),
  }
}

interface PolicyPlace {
  readonly layer: PolicyLayer
  readonly file: string
}

/** The user's file is that of the usual place as well: a variable that moves it must not take rules away. */
async function placesOf(layer: PolicyLayer, context: Context): Promise<readonly PolicyPlace[]> {
  if (layer === 'managed') return context.managedFile === '' ? [] : [{ layer, file: context.managedFile }]
  const scope = layer === 'user' ? await userScope(context) : await scopeOf(layer, context)
  if (layer !== 'user') return scope ? [{ layer, file: requestOf(scope) }] : []
  const usual = await userScope({ ...context, env: { ...context.env, CLAUDE_CONFIG_DIR: undefined } })
  const found = [scope, usual].flatMap((one) => (one ? [one] : []))
  const folders = new Map(found.map((one) => [realFolder(one.folder), one] as const))
  return [...folders.values()].map((one) => ({ layer, file: requestOf(one) }))
}

async function scopeOf(name: ScopeName, context: Context): Promise<Scope | undefined> {
  try {
    return await scopeNamed(context, name)
  } catch (error) {
    // The home folder is no project.
    if (error instanceof HooksError && error.code === 'scope-unavailable') return undefined
    throw error
  }
}

function requestOf({ folder }: Scope): string {
  return path.join(folder, FILES.request)
}

type Layer = PolicyRead['files'][number] & { readonly advisories?: string }

async function readLayer({ layer, file }: PolicyPlace): Promise<readonly Layer[]> {
  const text = await readText(file)
  if (text === null) {
    if (await exists(file)) throw dangling(file)
    return [{ layer, file, policy: {}, present: false }]
  }
  // In a merge conflict, both sides count.
  const sides = sidesOf(text)
  return [...new Set(sides ? [sides.ours, sides.theirs] : [text])].map((side) => {
    const request = layer === 'managed' ? parseManaged(side, file) : parseRequest(side, file)
    checkAdvisories(request, layer, file)
    const { policy, advisories } = request
    const registries = ('registries' in request && (request.registries as Request['registries'])) || {}
    return {
      ...{ layer, file, present: true },
      policy: policy ? policyOf(policy, registries) : {},
      ...(advisories === undefined ? {} : { advisories }),
    }
  })
}

/** What a project names would be fetched from its choice of host, and could call good packs bad. */
function checkAdvisories(
  { advisories }: Pick<Request, 'advisories'>,
  layer: PolicyLayer,
  file: string,
): void {
  if (advisories === undefined || layer === 'managed' || layer === 'user') return
  throw new HooksError(
    'request-invalid',
    `${file} is not valid:\n  advisories: can only stand in the file of the user scope`,
    { hint: 'take it out: each user decides for themselves' },
  )
}

function dangling(file: string): HooksError {
  return new HooksError('settings-dangling-link', `${file} is a link to a file that is not there`, {
    hint: 'mend the link or remove it: what its policy says is not known',
  })
}
