import { HooksError } from '../errors.ts'

/**
 * What a user asked for. `registry`: a bare name, looked up in the configured registries only.
 * `npm`: `@ns/name` or `npm:name`. `folder`: a pack's folder on this disk.
 */
export type Spec =
  | { readonly kind: 'registry' | 'npm'; readonly raw: string; readonly name: string; readonly range: string }
  | { readonly kind: 'folder'; readonly raw: string; readonly path: string }

const NAME = /^[a-z][a-z0-9-]{0,63}$/
const SCOPED = /^@[a-z0-9~-][a-z0-9._~-]*\/[a-z0-9~-][a-z0-9._~-]*$/

/** Parses one argument of `hooks add`. Throws `spec-invalid` with the forms that exist. */
export function parseSpec(raw: string): Spec {
  if (raw.startsWith('file:')) return { kind: 'folder', raw, path: nonEmpty(raw, raw.slice(5)) }
  if (/^(\.{1,2}([/\\]|$)|[/\\~]|[A-Za-z]:[/\\])/.test(raw)) return { kind: 'folder', raw, path: raw }
  const explicit = raw.startsWith('npm:')
  const { name, range } = splitVersion(explicit ? raw.slice(4) : raw)
  if (SCOPED.test(name)) return { kind: 'npm', raw, name, range: checkedRange(raw, range) }
  if (NAME.test(name))
    return { kind: explicit ? 'npm' : 'registry', raw, name, range: checkedRange(raw, range) }
  throw invalid(raw)
}

function splitVersion(text: string): { name: string; range: string } {
  const at = text.indexOf('@', 1)
  return at === -1 ? { name: text, range: '*' } : { name: text.slice(0, at), range: text.slice(at + 1) }
}

function checkedRange(raw: string, range: string): string {
  // Versions, ranges (^1.2, >=1 <2, 1 || 2) and tags; whether it is one is settled against the versions there are.
  if (/^[\w.^~<>=|* +-]{1,100}$/.test(range) && range.trim() !== '') return range.trim()
  throw invalid(raw)
}

function nonEmpty(raw: string, path: string): string {
  if (path !== '' && !path.includes('\0')) return path
  throw invalid(raw)
}

function invalid(raw: string): HooksError {
  return new HooksError('spec-invalid', `\`${raw}\` is not a pack spec`, {
    hint: 'use a name (`block-dangerous-bash`), a version (`block-dangerous-bash@^1`), npm (`@acme/pack`, `npm:pack`) or a folder (`./pack`)',
  })
}
