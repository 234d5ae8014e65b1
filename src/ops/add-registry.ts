import { editRegistries } from '../core/request.ts'
import type { Scope, ScopeName } from '../core/scope.ts'
import { FILES } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { type Choice, chooseScope, scopeNamed } from '../io/scopes.ts'
import { registryEntry } from '../schema/registries.ts'
import { parseRequest } from '../schema/request.ts'
import type { Mode, Outcome } from './change.ts'
import { changeRequest } from './change-registries.ts'
import type { Consent, Context } from './context.ts'
import { lockedPacks } from './locked-packs.ts'
import { expandedHeaders, openStatic, registrySetup } from './registries.ts'
import { registryAddress } from './registry-address.ts'

/** What `hooks registry add` was asked to do. */
export interface AddRegistryRequest extends Mode {
  readonly name: string
  /** An address, or a folder as it was typed. */
  readonly url: string
  readonly npm: boolean
  /** `Name: value`, with `${NAME}` for variables. */
  readonly headers: readonly string[]
  /** The sha256 of a root that it must be signed from. */
  readonly root: string | undefined
  readonly scope: ScopeName | undefined
}

/** What `hooks registry add` did. */
export interface AddedRegistry extends Outcome {
  readonly url: string
  readonly why: string | undefined
}

/** Configures a registry in one scope, after looking whether there is one. */
export async function addRegistry(
  request: AddRegistryRequest,
  context: Context,
  consent: Consent,
): Promise<AddedRegistry> {
  const { scope, why } = await scopeFor(request, context)
  const url = registryAddress(request.url, context)
  const headers = headersIn(request.headers)
  const value = writtenAs(url, headers, request)
  checkValue(request.name, value, scope)
  const entry = registryEntry(value)
  if (!request.force && entry.kind === 'static') {
    const { env } = context
    const config = { ...entry, headers: expandedHeaders(headers, env), own: scope.name === 'user' }
    const more = { packs: await lockedPacks(context, scope), note: consent.note }
    await openStatic({ name: request.name, ...config }, context, more).info()
  }
  const outcome = await changeRequest({ scope, mode: request, context, consent }, (text) =>
    editRegistries(text, request.name, value),
  )
  await noteShadowed(request.name, scope, { context, consent })
  return { ...outcome, url, why }
}

/** A registry with headers can only be the user's. */
async function scopeFor({ scope, headers }: AddRegistryRequest, context: Context): Promise<Choice> {
  if (headers.length === 0) return chooseScope(context, scope)
  if (scope === undefined || scope === 'user')
    return {
      scope: await scopeNamed(context, 'user'),
      why: scope === undefined ? 'headers can only stand there' : undefined,
    }
  throw new HooksError('usage', `headers can only stand in the user scope, not in the ${scope} scope`, {
    hint: 'use `--scope user`; others who need the registry do the same with their own token',
  })
}

function headersIn(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? []
      if (name !== undefined && value) return [name, value]
      throw new HooksError('usage', '`--header` takes a name and a value: `Name: value`', {
        hint: `for example --header 'Authorization: Bearer \${TOKEN}': the variable is read when it is used`,
      })
    }),
  )
}

function writtenAs(
  url: string,
  headers: Record<string, string>,
  { npm, root }: AddRegistryRequest,
): string | { npm: string } | { url: string; headers?: Record<string, string>; root?: string } {
  const some = Object.keys(headers).length > 0
  if (npm && root !== undefined)
    throw new HooksError('usage', 'registries of npm have no root', {
      hint: 'their packages are signed one by one; `--root` is for a static registry',
    })
  if (npm && some)
    throw new HooksError('usage', 'registries of npm have no headers here', {
      hint: '`npm login --registry=<url>` signs you in',
    })
  if (npm) return { npm: url }
  if (!some && root === undefined) return url
  return { url, ...(some ? { headers } : {}), ...(root === undefined ? {} : { root }) }
}

/** The same check as when the file is read. */
function checkValue(name: string, value: unknown, scope: Scope): void {
  try {
    parseRequest(JSON.stringify({ registries: { [name]: value } }), `${scope.folder}/${FILES.request}`)
  } catch (error) {
    if (!(error instanceof HooksError)) throw error
    const fault = error.message.split('\n')[1]?.replace(/^ *registries\.[^:]*: /, '') ?? error.message
    throw new HooksError('usage', `\`${name}\`: ${fault}`, {
      hint: '`hooks registry --help` has examples',
      cause: error,
    })
  }
}

async function noteShadowed(
  name: string,
  scope: Scope,
  { context, consent }: { context: Context; consent: Consent },
): Promise<void> {
  const { notes } = await registrySetup(context, scope)
  for (const note of notes) if (note.code === 'registry-shadowed' && note.name === name) consent.note(note)
}
