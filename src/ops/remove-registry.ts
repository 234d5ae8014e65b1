import path from 'node:path'
import { didYouMean } from '../core/nearest.ts'
import { editRegistries } from '../core/request.ts'
import { FILES, SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import { EMBEDDED } from '../schema/registries.ts'
import type { Mode, Outcome } from './change.ts'
import { changeRequest } from './change-registries.ts'
import type { Consent, Context } from './context.ts'
import { registriesOf } from './registries.ts'

/** What `hooks registry remove` was asked to do. */
export interface RemoveRegistryRequest extends Mode {
  readonly name: string
  readonly scope: ScopeName | undefined
}

/** What `hooks registry remove` did. */
export interface RemovedRegistry extends Outcome {
  /** Installed packs that came from it. */
  readonly packs: readonly string[]
  readonly why: string | undefined
}

/** Takes a registry out of one scope: the named one, else the only one that has it. What is installed stays. */
export async function removeRegistry(
  request: RemoveRegistryRequest,
  context: Context,
  consent: Consent,
): Promise<RemovedRegistry> {
  const { name } = request
  const scope = await scopeWith(request, context)
  const written = (await registriesOf(scope))[name]
  const outcome = await changeRequest({ scope, mode: request, context, consent }, (text) =>
    editRegistries(text, name, undefined),
  )
  const url = written && written.entry.kind !== 'off' ? written.entry.url : undefined
  const { lockfile } = await readState(scope)
  const from = Object.entries(lockfile.packs).filter(
    ([, { source }]) => url !== undefined && (source === `registry+${url}` || source === `npm+${url}`),
  )
  return {
    ...outcome,
    packs: from.map(([pack]) => pack),
    why: request.scope === undefined ? `\`${name}\` is configured there` : undefined,
  }
}

async function scopeWith({ name, scope }: RemoveRegistryRequest, context: Context): Promise<Scope> {
  const names = scope === undefined ? SCOPE_NAMES : [scope]
  const scopes: Scope[] = []
  for (const one of names) {
    const found = await scopeNamed(context, one).catch((error: unknown) => {
      if (scope !== undefined) throw error
      return undefined
    })
    if (found) scopes.push(found)
  }
  const known = await Promise.all(scopes.map(async (one) => Object.keys(await registriesOf(one))))
  const having = scopes.filter((_, at) => known[at]?.includes(name))
  const [first, second] = having
  if (!first) throw await unknownRegistry(name, known.flat(), scopes)
  if (!second) return first
  throw new HooksError('usage', `\`${name}\` is configured in several scopes`, {
    hint: `say which one: ${having.map((one) => `--scope ${one.name}`).join(' or ')}`,
  })
}

async function unknownRegistry(
  name: string,
  known: readonly string[],
  scopes: readonly Scope[],
): Promise<HooksError> {
  const user = scopes.find((scope) => scope.name === 'user')
  const hint =
    name === EMBEDDED && user
      ? `it comes with hookpack; \`"registries": { "${EMBEDDED}": false }\` in ${path.join(user.folder, FILES.request)} switches it off`
      : (didYouMean(name, known) ?? '`hooks registry list` shows what is configured where')
  const where = scopes.length === 1 ? `the ${scopes[0]?.name} scope` : 'any scope here'
  return new HooksError('registry-unknown', `no registry \`${name}\` is configured in ${where}`, { hint })
}
