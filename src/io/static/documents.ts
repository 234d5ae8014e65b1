import { gunzipSync } from 'node:zlib'
import type * as z from 'zod'
import { sha256 } from '../../core/integrity.ts'
import { type AdvisoryFile, openAdvisories } from '../../schema/advisories.ts'
import { faultsOf } from '../../schema/faults.ts'
import { parseJson } from '../../schema/json.ts'
import {
  type Line,
  lineSchema,
  type Meta,
  metaSchema,
  type Registry,
  registrySchema,
  type SearchRow,
  searchSchema,
} from '../../schema/registry.ts'
import { invalid, mismatch, tooLarge } from './faults.ts'
import type { Called } from './files.ts'
import { LIMITS } from './limits.ts'

/** A file of a registry that has been read. */
export interface Document {
  readonly called: Called
  readonly path: string
  readonly bytes: Uint8Array
}

/** `registry.json`. Addresses in it lead nowhere but below the base. Throws `registry-invalid`. */
export function registryIn(document: Document): Registry {
  const value = parsed(document, textOf(document))
  const version = (value as { v?: unknown } | null)?.v
  if (typeof version === 'number' && version > 1)
    throw invalid(document.called, document.path, `has format ${version}: it needs a newer hookpack`)
  const registry = checked(document, registrySchema, value)
  const { dl, search, advisories } = registry
  const named = [dl.replace('{sha256}', 'x'), ...search, ...(advisories === undefined ? [] : [advisories])]
  const outside = named.find((path) => !isInside(path))
  if (outside === undefined) return registry
  throw invalid(document.called, document.path, `names \`${outside}\`, which is no path inside the registry`)
}

/** Nothing that could lead to another host, or out of the folder. */
function isInside(path: string): boolean {
  return path.split('/').every((part) => /^[\w.@~-]+$/.test(part) && !/^\.+$/.test(part))
}

/** Every version of a package, as published. Lines of a newer format are not ours to read, and no reason to fail. */
export function versionsIn(document: Document, name: string): readonly Line[] {
  const values = linesOf(textOf(document)).map((line) => parsed(document, line))
  const lines = values
    .filter((value) => (value as { v?: unknown } | null)?.v === 1)
    .map((value) => checked(document, lineSchema, value))
  const foreign = lines.find((line) => line.name !== name)
  if (foreign)
    throw invalid(document.called, document.path, `has a line of another pack, \`${foreign.name}\``)
  const seen = new Set<string>()
  for (const { vers } of lines) {
    if (seen.has(vers)) throw invalid(document.called, document.path, `has version \`${vers}\` twice`)
    seen.add(vers)
  }
  return lines
}

/** What a version consists of. Its bytes must have the hash that the line names, and be about that version. */
export function metaIn(document: Document, line: Line): Meta {
  const { called, path } = document
  if (sha256(document.bytes) !== line.meta) throw mismatch(called, path, `${line.name}@${line.vers}`)
  const meta = checked(document, metaSchema, parsed(document, textOf(document)))
  if (meta.name === line.name && meta.vers === line.vers) return meta
  throw invalid(called, path, `is of \`${meta.name}@${meta.vers}\`, not of \`${line.name}@${line.vers}\``)
}

/** What a registry says is wrong with its packs. */
export function advisoriesFileIn({ called, path, bytes }: Document): AdvisoryFile {
  return openAdvisories(new TextDecoder().decode(bytes), (fault) => invalid(called, path, fault))
}

/** The rows of a search shard. */
export function rowsIn(document: Document): readonly SearchRow[] {
  return linesOf(unzipped(document)).map((line) => checked(document, searchSchema, parsed(document, line)))
}

function unzipped({ called, path, bytes }: Document): string {
  try {
    return gunzipSync(bytes, { maxOutputLength: LIMITS.rows }).toString('utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(called, path, LIMITS.rows)
    throw invalid(called, path, 'is not compressed with gzip', error)
  }
}

function textOf({ bytes }: Document): string {
  return new TextDecoder().decode(bytes)
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}

function parsed({ called, path }: Document, text: string): unknown {
  const result = parseJson(text)
  if ('value' in result) return result.value
  throw invalid(called, path, `is not JSON: ${result.fault}`)
}

function checked<T extends z.ZodType>({ called, path }: Document, schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalid(called, path, `is not valid: ${faultsOf(result.error)[0] ?? ''}`)
}
