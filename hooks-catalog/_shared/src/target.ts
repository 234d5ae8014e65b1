import { realpathSync, statSync } from 'node:fs'
import { basename, isAbsolute, relative, sep } from 'node:path'
import { matchesAny } from './globs.ts'

/** Larger files are data or generated, and formatting them costs seconds. */
const MAX_BYTES = 1024 * 1024

/** The edited file if it may be formatted: real path, real root, and its name for people. */
export type Target =
  | { readonly kind: 'file'; readonly file: string; readonly root: string; readonly shown: string }
  | { readonly kind: 'leave'; readonly why: string }

const NOT_SOURCE: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  '.git',
  '.hg',
  '.svn',
  'dist',
  'vendor',
  '.venv',
  'venv',
  '__pycache__',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.terraform',
  'coverage',
])

const GENERATED_NAME = /(?:\.min\.(?:js|css|mjs)|^package-lock\.json|^npm-shrinkwrap\.json|^pnpm-lock\.yaml)$/

/** Decides from paths and file status alone whether the file that was edited may be touched. */
export function targetOf(edited: string, projectDir: string, ignore: readonly string[]): Target {
  const file = realPath(edited)
  const root = realPath(projectDir)
  if (file === undefined || root === undefined) return leave('it does not exist')
  const inside = relative(root, file)
  // `path.relative` is absolute when the two are on different drives.
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    return leave('it lies outside the project')
  }
  const shown = inside.split(sep).join('/')
  const folders = shown.split('/').slice(0, -1)
  const machine = folders.find((folder) => NOT_SOURCE.has(folder))
  if (machine !== undefined) return leave(`it lies in ${machine}/`)
  if (GENERATED_NAME.test(basename(file))) return leave('it is generated')
  if (matchesAny(ignore, shown)) return leave('the option "ignore" names it')
  const status = statSync(file)
  if (!status.isFile()) return leave('it is not a file')
  if (status.size > MAX_BYTES) return leave(`it is larger than ${MAX_BYTES / 1024} KB`)
  return { kind: 'file', file, root, shown }
}

/** Why the file's content forbids formatting, if it does: binary data, or a mark that a program wrote it. */
export function leaveContent(content: Buffer): string | undefined {
  if (content.subarray(0, 8192).includes(0)) return 'it is binary'
  const head = content.subarray(0, 1024).toString('utf8')
  const mark = /^[^\w\n]*(?:@generated\b|Code generated .*DO NOT EDIT\.)/m
  return mark.test(head) ? 'it is generated' : undefined
}

function leave(why: string): Target {
  return { kind: 'leave', why }
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file)
  } catch {
    // Deleted meanwhile, a dangling link, or not ours to follow: there is nothing to format.
    return undefined
  }
}
