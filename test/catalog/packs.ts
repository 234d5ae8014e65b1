import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Ajv } from 'ajv'
import { afterAll } from 'vitest'
import { buildPack } from '../../scripts/build-pack.mjs'

const catalog = path.resolve(import.meta.dirname, '../../hooks-catalog')

/** One hook of a manifest, as far as these tests look at it. */
export interface ManifestHook {
  readonly id: string
  readonly event: string
  readonly matcher?: string
  readonly tools?: readonly string[]
  readonly handler: { readonly module?: string }
  readonly timeout?: number
  readonly async?: boolean
  readonly failure?: 'block' | 'continue'
  readonly description?: string
}

/** A pack's `hooks.json`. */
interface Manifest {
  readonly hooks: readonly ManifestHook[]
  readonly options?: { readonly properties?: Readonly<Record<string, Record<string, unknown>>> }
  readonly permissions?: Readonly<Record<string, readonly string[]>>
  readonly requires?: { readonly client?: string }
}

/** A pack of the catalog, built into a folder of its own. */
export interface Pack {
  readonly name: string
  readonly source: string
  readonly built: string
  readonly manifest: Manifest
}

/** What one file below `cases` holds. */
export interface CaseFile {
  readonly hook: string
  readonly event: Readonly<Record<string, unknown>>
  readonly cases: readonly Case[]
}

/** One case: an event, and what the hook decides about it. */
export interface Case {
  readonly name: string
  readonly event?: Readonly<Record<string, unknown>>
  readonly options?: Readonly<Record<string, unknown>>
  readonly expect: { readonly decision: string; readonly reason?: string }
  readonly files?: Readonly<Record<string, string | { readonly content: string; readonly mode: string }>>
  readonly after?: Readonly<Record<string, string>>
}

/** Builds every pack of the catalog; the folders are removed after the tests of the file. */
export async function builtPacks(): Promise<readonly Pack[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-catalog-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const names = readdirSync(catalog, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name)
    .sort()
  const packs = names.map((name) => {
    const source = path.join(catalog, name)
    return {
      name,
      source,
      built: path.join(folder, name),
      manifest: readJson(source, 'hooks.json') as Manifest,
    }
  })
  await Promise.all(packs.map((pack) => buildPack(pack.source, pack.built)))
  return packs
}

/** The pack's files of cases, by file name. */
export function caseFiles({ source }: Pack): readonly (readonly [string, CaseFile])[] {
  const folder = path.join(source, 'cases')
  const names = readdirSync(folder).sort()
  return names.map((name) => [name, readJson(folder, name) as CaseFile])
}

export function readJson(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
}

/** The options a user gets who sets only these: checked, and filled up with the schema's defaults. */
export function filledOptions(
  { manifest }: Pack,
  set: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const options = structuredClone(set) as Record<string, unknown>
  if (!manifest.options) return options
  const ajv = new Ajv({ useDefaults: true, allErrors: true })
  if (!ajv.validate(manifest.options, options))
    throw new Error(`the options are not valid: ${ajv.errorsText()}`)
  return options
}
