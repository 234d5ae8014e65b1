import { parseJsonc } from '../../_shared/src/jsonc.ts'

// Predicates on the text of a configuration file: does it really ask for this linter?

/** True unless the biome configuration switches its linter off. */
export function biomeLints(text: string): boolean {
  const config = parseJsonc(text)
  if (!config) return false
  const linter = config['linter']
  return (linter as { readonly enabled?: unknown } | undefined)?.enabled !== false
}

/** True when a package.json has a section of this name, which is how eslint and stylelint are configured there. */
export function packageSection(section: string): (text: string) => boolean {
  return (text) => section in (parseJsonc(text) ?? {})
}

/** True when a TOML or INI file has this section, or one below it. */
export function section(name: string): (text: string) => boolean {
  const escaped = name.replace(/[.]/g, '\\.')
  const header = new RegExp(`^[ \\t]*\\[${escaped}[.\\]:]`, 'm')
  return (text) => header.test(text)
}

/** True when a Cargo.toml configures lints of clippy. */
export function clippyLints(text: string): boolean {
  return /^[ \t]*\[(?:workspace\.)?lints\.clippy\]/m.test(text)
}

/** True when a pre-commit configuration runs shellcheck. */
export function shellcheckHook(text: string): boolean {
  return /^[^#\n]*\bid:[ \t]*["']?shellcheck/m.test(text)
}
