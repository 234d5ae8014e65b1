import { asObject, parseJsonc } from '../../_shared/src/jsonc.ts'

// Predicates on the text of a configuration file: does it really ask for this formatter?
// A file that cannot be read as what it should be is no evidence; an edit may have left it half written.

const BIOME_LANGUAGE: Readonly<Record<string, string>> = {
  json: 'json',
  jsonc: 'json',
  css: 'css',
  graphql: 'graphql',
  gql: 'graphql',
}

/** True unless the biome configuration switches its formatter off, in general or for the file's language. */
export function biomeFormats(text: string, extension: string): boolean {
  const config = parseJsonc(text)
  if (!config) return false
  const language = objectAt(config, BIOME_LANGUAGE[extension] ?? 'javascript')
  const own = objectAt(language, 'formatter')['enabled']
  return (own ?? objectAt(config, 'formatter')['enabled']) !== false
}

/** True when a package.json configures prettier or lists it among the development dependencies. */
export function prettierInPackage(text: string): boolean {
  const manifest = parseJsonc(text)
  return (
    manifest !== undefined && ('prettier' in manifest || 'prettier' in objectAt(manifest, 'devDependencies'))
  )
}

/** True when a pyproject.toml has any section of ruff. */
export function ruffSection(text: string): boolean {
  return /^[ \t]*\[tool\.ruff[.\]]/m.test(text)
}

/** True when a pyproject.toml configures ruff's formatter, not only its linter. */
export function ruffFormats(text: string): boolean {
  return /^[ \t]*\[tool\.ruff\.format[.\]]/m.test(text)
}

/** True when a pyproject.toml has a section of black. */
export function blackSection(text: string): boolean {
  return /^[ \t]*\[tool\.black[.\]]/m.test(text)
}

/** True when an .editorconfig has a section for shell scripts or a key that only shfmt knows. */
export function shellSection(text: string): boolean {
  const section = /^[ \t]*\[[^\]\n]*(?:\*\.|[{,\s[])(?:sh|bash|ksh|bats|shell)(?![\w])[^\n]*\]/m
  const key =
    /^[ \t]*(?:shell_variant|binary_next_line|switch_case_indent|space_redirects|function_next_line)[ \t]*=/m
  return section.test(text) || key.test(text)
}

function objectAt(value: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  return asObject(value[key]) ?? {}
}
