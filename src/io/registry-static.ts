import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { z } from 'zod'
import { sha256 } from '../core/integrity.ts'
import { HooksError } from '../errors.ts'
import { parseJson } from '../schema/json.ts'
import {
  type Line,
  lineSchema,
  type Meta,
  metaSchema,
  type Registry,
  registrySchema,
  type SearchRow,
  searchSchema,
} from '../schema/registry.ts'
import { codeOf } from './read.ts'

/** A static registry in a folder: the embedded one, or any with the same files (docs/registry-format.md). */
export interface StaticRegistry {
  readonly base: string
  readonly info: Registry
}

/** Opens the registry in a folder. Throws `registry-invalid`. */
export async function openRegistry(base: string): Promise<StaticRegistry> {
  const file = path.join(base, 'registry.json')
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new HooksError('registry-invalid', `${file} cannot be read (${codeOf(error)})`, {
      hint: 'install hookpack again',
      cause: error,
    })
  })
  return { base, info: checked(registrySchema, parsed(text, file), file) }
}

/** All versions of a pack, oldest first as published; undefined when the registry does not have it. */
export async function readVersions(
  registry: StaticRegistry,
  name: string,
): Promise<readonly Line[] | undefined> {
  const file = path.join(registry.base, packagePath(name))
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const values = text
    .split('\n')
    .filter(Boolean)
    .map((line) => parsed(line, file))
  // A line of a newer format is not ours to read, and no reason to fail.
  return values
    .filter((value) => (value as { v?: unknown }).v === 1)
    .map((value) => checked(lineSchema, value, file))
}

/** What a version consists of. Its bytes must have the hash that its line names. */
export async function readMeta(registry: StaticRegistry, line: Line): Promise<Meta> {
  const file = path.join(registry.base, 'meta', `${line.meta}.json`)
  const bytes = await readFile(file)
  if (sha256(bytes) !== line.meta) throw mismatch(line, file)
  return checked(metaSchema, parsed(bytes.toString('utf8'), file), file)
}

/** The verified tarball of a version, and its address. */
export async function readTarball(
  registry: StaticRegistry,
  line: Line,
): Promise<{ readonly bytes: Uint8Array; readonly address: string }> {
  const address = registry.info.dl.replace('{sha256}', line.sha256)
  const bytes = await readFile(path.join(registry.base, address))
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
  if (bytes.length !== line.bytes || integrity !== line.integrity || sha256(bytes) !== line.sha256)
    throw mismatch(line, address)
  return { bytes, address }
}

/** Every row of the search shards. */
export async function readSearch(registry: StaticRegistry): Promise<readonly SearchRow[]> {
  const shards = await Promise.all(
    registry.info.search.map(async (name) => {
      const file = path.join(registry.base, name)
      const text = gunzipSync(await readFile(file)).toString('utf8')
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => checked(searchSchema, parsed(line, file), file))
    }),
  )
  return shards.flat()
}

/** Where a package's lines lie: two levels by hash, so that no folder grows large. */
export function packagePath(name: string): string {
  const hash = sha256(name)
  return path.posix.join('pkg', hash.slice(0, 2), hash.slice(2, 4), `${name.replace('/', '__')}.ndjson`)
}

function parsed(text: string, file: string): unknown {
  const result = parseJson(text)
  if ('value' in result) return result.value
  throw new HooksError('registry-invalid', `${file} is not JSON: ${result.fault}`)
}

function checked<T extends z.ZodType>(schema: T, value: unknown, file: string): z.infer<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new HooksError('registry-invalid', `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
}

function mismatch(line: Line, address: string): HooksError {
  return new HooksError(
    'integrity-mismatch',
    `${address} is not what the registry says \`${line.name}@${line.vers}\` is`,
    {
      hint: 'nothing was installed; the registry is damaged or was tampered with',
    },
  )
}
