import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Ajv } from 'ajv'
import { afterAll } from 'vitest'
import { buildPack } from '../../scripts/build-pack.mjs'
import { type CaseFile, parseCaseFile } from '../../src/schema/cases.ts'
import { type Manifest, parseManifest } from '../../src/schema/manifest.ts'

const catalog = path.resolve(import.meta.dirname, '../../hooks-catalog')

/** A pack of the catalog, built into a folder of its own. */
export interface Pack {
  readonly name: string
  readonly source: string
  readonly built: string
  readonly manifest: Manifest
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
      manifest: parseManifest(readFileSync(path.join(source, 'hooks.json'), 'utf8'), name),
    }
  })
  await Promise.all(packs.map((pack) => buildPack(pack.source, pack.built)))
  return packs
}

/** The texts of the pack's files of cases, by file name. */
export function caseTexts({ source }: Pack): readonly (readonly [string, string])[] {
  const folder = path.join(source, 'cases')
  // A team pack brings others and has no hook of its own.
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).sort()
  return names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')])
}

/** The pack's files of cases. */
export function caseFiles(pack: Pack): readonly CaseFile[] {
  return caseTexts(pack).map(([name, text]) => {
    const parsed = parseCaseFile(text)
    if ('faults' in parsed) throw new Error(`${name} of ${pack.name} is not valid`)
    return parsed.file
  })
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
