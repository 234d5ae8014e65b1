import { statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { matchesAny } from '../../_shared/src/globs.ts'
import { parseJsonc } from '../../_shared/src/jsonc.ts'
import { textOf } from '../../_shared/src/text-file.ts'

const MOST_LEVELS = 3

/**
 * The configuration that covers the file, given the nearest tsconfig.json: itself, or where it only lists others
 * (`"files": []` and `references`), the first of those that includes the file.
 */
export function configFor(file: string, config: string, level = 0): string {
  const content = parseJsonc(textOf(config) ?? '') ?? {}
  const references = referencesOf(content['references'], dirname(config))
  if (references.length === 0 || !isEmptyList(content['files']) || level >= MOST_LEVELS) return config
  const found = references.find((one) => covers(one, file)) ?? references[0]
  return found === undefined ? config : configFor(file, found, level + 1)
}

function referencesOf(value: unknown, folder: string): readonly string[] {
  if (!Array.isArray(value)) return []
  return value
    .map((one: unknown) => (one as { readonly path?: unknown } | null)?.path)
    .filter((path) => typeof path === 'string')
    .map((path) => resolve(folder, path))
    .map((path) => (isFolder(path) ? join(path, 'tsconfig.json') : path))
}

function covers(config: string, file: string): boolean {
  const content = parseJsonc(textOf(config) ?? '')
  const path = relative(dirname(config), file).split(sep).join('/')
  if (!content || path.startsWith('../')) return false
  const { files, include, exclude } = content
  // What a base that it extends includes is not followed: it then counts as everything.
  const included = texts(include) ?? (texts(files) ? [] : ['**/*'])
  const named = (texts(files) ?? []).map(rooted).includes(`/${path}`)
  return (
    named || (matchesAny(included.map(rooted), path) && !matchesAny((texts(exclude) ?? []).map(rooted), path))
  )
}

function rooted(pattern: string): string {
  return `/${pattern.replace(/^\.?\//, '')}`
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
