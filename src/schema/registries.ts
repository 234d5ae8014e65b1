import * as z from 'zod'
import { registryUrl } from '../core/registry-url.ts'

/** One of `registries` in hookpack.json. */
export type RegistryEntry =
  | {
      readonly kind: 'static'
      readonly url: string
      /** As they are written: with `${NAME}`. */
      readonly headers: Readonly<Record<string, string>>
      readonly root?: string
    }
  | { readonly kind: 'npm'; readonly url: string }
  /** The embedded registry is switched off. */
  | { readonly kind: 'off' }

/** The name of the registry that comes with hookpack. */
export const EMBEDDED = 'hookpack'

/** What a registry may be called: a name, or the namespace that it has. */
const REGISTRY_NAME = /^([a-z][a-z0-9-]{0,63}|@[a-z0-9~-][a-z0-9._~-]*)$/

const headersSchema = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'is no name of a header'),
  z.string().regex(/^[\t\x20-\x7E\x80-\xFF]*$/, 'has characters that a header cannot have'),
)

const entrySchema = z.union(
  [
    z.literal(false),
    z.string(),
    z.strictObject({ npm: z.string() }),
    z.strictObject({
      url: z.string(),
      headers: headersSchema.optional(),
      root: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'must be the sha256 of a root.json, in hex')
        .optional()
        .describe('The sha256 of a `root.json` that the registry must be signed from.'),
    }),
  ],
  {
    error:
      'must be an address, `{ "url": …, "headers": …, "root": … }`, `{ "npm": … }` for a namespace, or false for `hookpack`',
  },
)

/** `registries` in hookpack.json, by name. */
export const registriesSchema = z
  .record(z.string(), entrySchema)
  .superRefine((registries, context) => {
    for (const [name, value] of Object.entries(registries)) {
      const found = faultIn(name, value)
      if (found) context.addIssue({ code: 'custom', path: [name, ...found.path], message: found.message })
    }
  })
  .describe('Registries by name, or by namespace (`@acme`). Headers only in the file of the user scope.')

/** Registries as they are written; each is an entry. */
export type Registries = z.infer<typeof registriesSchema>

function faultIn(
  name: string,
  value: Registries[string],
): { readonly path: readonly string[]; readonly message: string } | undefined {
  const fault = (message: string, ...path: readonly string[]) => ({ path, message })
  if (!REGISTRY_NAME.test(name))
    return fault('must be called by a name (lower-case letters, digits, `-`) or a namespace such as `@acme`')
  if (name === EMBEDDED)
    return value === false
      ? undefined
      : fault('is the embedded registry: it can only be switched off (false)')
  if (value === false) return fault('only `hookpack` can be switched off; take it out instead')
  const [url, field] = addressIn(value)
  const checked = registryUrl(url)
  if ('fault' in checked) return fault(checked.fault, ...field)
  if (typeof value === 'object' && 'npm' in value) {
    if (!name.startsWith('@'))
      return fault('a registry of npm can only be that of a namespace: `@acme`', 'npm')
    if (checked.url.startsWith('file:')) return fault('must be https, or http on this machine', 'npm')
  }
  return undefined
}

function addressIn(value: Exclude<Registries[string], false>): readonly [string, readonly string[]] {
  if (typeof value === 'string') return [value, []]
  return 'npm' in value ? [value.npm, ['npm']] : [value.url, ['url']]
}

/** What a value in `registries` means, its address in its one form. */
export function registryEntry(value: Registries[string]): RegistryEntry {
  if (value === false) return { kind: 'off' }
  const [text] = addressIn(value)
  const checked = registryUrl(text)
  const url = 'url' in checked ? checked.url : text
  if (typeof value === 'object' && 'npm' in value) return { kind: 'npm', url }
  const { headers = {}, root } = typeof value === 'object' ? value : {}
  return { kind: 'static', url, headers, ...(root === undefined ? {} : { root }) }
}
