import { readlinkSync, realpathSync } from 'node:fs'
import path from 'node:path'

type Fields = Readonly<Record<string, unknown>>

/** As much of an event as is read here; every event has it. */
interface PlacedEvent {
  readonly hook_event_name: string
  readonly cwd: string
}

/** As much of `node:path` as is used here; `posix` and `win32` of it are such. */
export interface PathStyle {
  readonly sep: string
  readonly resolve: (...parts: string[]) => string
  readonly join: (...parts: string[]) => string
  readonly relative: (from: string, to: string) => string
  readonly isAbsolute: (file: string) => boolean
  readonly dirname: (file: string) => string
  readonly basename: (file: string) => string
}

/** What paths mean on a machine. */
export interface PathRules {
  readonly path: PathStyle
  readonly home: () => string
}

/** The file system as far as links are concerned; both throw as those of `node:fs` do. */
export interface LinkReader {
  readonly path: PathStyle
  readonly realpath: (file: string) => string
  readonly readlink: (file: string) => string
}

// Fields of an event, and of the input of a tool, that hold a path.
const EVENT_FIELDS = ['file_path', 'worktree_path', 'old_cwd', 'new_cwd', 'directory'] as const
const INPUT_FIELDS = ['file_path', 'notebook_path', 'path'] as const

/**
 * The paths that an event names (not its own `cwd` and transcripts), absolute and without `..`, each once. A path in
 * PostToolBatch may be relative or begin with `~`, as the model wrote it; the client reads it like this.
 */
export function pathsOf(event: PlacedEvent, rules: PathRules = RULES): readonly string[] {
  const fields = event as unknown as Fields
  const calls = Array.isArray(fields['tool_calls']) ? (fields['tool_calls'] as unknown[]) : []
  const inputs = [fields['tool_input'], ...calls.map((call) => asFields(call)['tool_input'])].map(asFields)
  const named = [
    ...EVENT_FIELDS.map((field) => fields[field]),
    ...inputs.flatMap((input) => INPUT_FIELDS.map((field) => input[field])),
  ]
  const paths = named.filter((value) => typeof value === 'string').filter((value) => value.trim() !== '')
  return [...new Set(paths.map((value) => absolutePath(value, event.cwd, rules)))]
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

/** A path as the client reads it: without spaces around it, `~` for the home folder, relative to `cwd`. */
export function absolutePath(text: string, cwd: string, rules: PathRules = RULES): string {
  const { path: own, home } = rules
  const trimmed = text.trim()
  if (trimmed === '~' || /^~[\\/]/.test(trimmed)) return own.join(home(), trimmed.slice(1))
  return own.resolve(cwd, own.sep === '\\' ? windowsPath(trimmed) : trimmed)
}

/** Git Bash writes `/c/x` for `C:\x`; `\\?\C:\x` is `C:\x` without the limits of the system. */
function windowsPath(text: string): string {
  return text.replace(/^\/([A-Za-z])(?=\/|$)/, '$1:\\').replace(/^\\\\[?.]\\(?=[A-Za-z]:\\)/, '')
}

/**
 * True when the file lies in the project or is its folder. Real paths count: a link in the project that leads out of
 * it is outside, also one to a file that does not exist yet. False when that cannot be told.
 */
export function insideProject(file: string, projectDir: string, links: LinkReader = LINKS): boolean {
  const { path: own } = links
  const project = realPath(projectDir, links)
  if (project === undefined || file.includes('\0') || file.length > LONGEST_PATH) return false
  const whole = own.isAbsolute(file) ? file : `${projectDir}${own.sep}${file}`
  // `link/..` is the parent of what the link leads to for the system, and nothing at all for whoever tidies the path.
  return [whole, own.resolve(whole)].every((one) => {
    const real = realPath(one, links)
    return real !== undefined && contains(project, real, own)
  })
}

function contains(folder: string, file: string, own: PathStyle): boolean {
  const relative = own.relative(folder, file)
  return relative !== '..' && !relative.startsWith(`..${own.sep}`) && !own.isAbsolute(relative)
}

const MOST_LINKS = 40

/** Linux takes no longer ones; nobody has them. */
const LONGEST_PATH = 4096

/** The path without links; what does not exist yet is appended to what does. */
function realPath(file: string, links: LinkReader, followed = 0): string | undefined {
  const { path: own } = links
  try {
    return links.realpath(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return undefined
  }
  const parent = own.dirname(file)
  const name = own.basename(file)
  const folder = parent === file || followed > MOST_LINKS ? undefined : realPath(parent, links, followed)
  if (folder === undefined) return undefined
  if (name === '..') return own.dirname(folder)
  const entry = own.join(folder, name)
  const target = targetOf(entry, links)
  if (target === undefined) return entry
  const whole = own.isAbsolute(target) ? target : `${folder}${own.sep}${target}`
  return realPath(whole, links, followed + 1)
}

function targetOf(entry: string, { readlink }: LinkReader): string | undefined {
  try {
    return readlink(entry)
  } catch {
    // Not a link, or not there.
    return undefined
  }
}

const RULES: PathRules = { path, home }
const LINKS: LinkReader = {
  path,
  realpath: (file) => realpathSync.native(file),
  readlink: (file) => readlinkSync(file),
}

function home(): string {
  return process.getBuiltinModule('node:os').homedir()
}
