import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { HooksError } from '../errors.ts'
import { codeOf, reason } from './read.ts'

/** Files with hooks that belong together, and the folder that their commands may mean. */
export interface ImportFiles {
  /** The file; the folder of several. */
  readonly named: string
  readonly files: readonly { readonly file: string; readonly text: string }[]
  readonly root: string
}

/** Where hooks are in a folder: of a plugin, of a project, of other agents and tools. The first that has any counts. */
const PLACES: readonly (readonly [folder: string, file: RegExp])[] = [
  ['', /^(?:prpm|registry-item)\.json$/],
  ['hooks', /^hooks\.json$/],
  ['.claude', /^settings\.json$/],
  ['.claude', /^hookify\..+\.md$/],
  ['.cursor', /^hooks\.json$/],
  ['.gemini', /^settings\.json$/],
  ['.codex', /^hooks\.json$/],
  ['.codex', /^config\.toml$/],
  ['.github/hooks', /\.json$/],
  ['.devin', /^hooks\.v1\.json$/],
  ['.rulesync', /^hooks\.jsonc?$/],
  ['.apm/hooks', /\.json$/],
  ['hooks', /\.json$/],
  ['.claude-plugin', /^plugin\.json$/],
  ['', /^(?:hooks\.jsonc?|HOOK\.md|SKILL\.md|agents\.toml)$/],
  ['', /^\.?lefthook\.(?:ya?ml|toml|json)$/],
  ['', /^apm\.ya?ml$/],
  ['.claude-plugin', /^marketplace\.json$/],
]

/** What lies in many folders and has no hooks. */
const NO_HOOKS = /^(?:package|package-lock|tsconfig|jsconfig|deno|biome|composer)\b/
const MOST_GUESSED = 100

/** A folder of these is in the one that commands mean. */
const INNER =
  /^(.+?)[\\/](?:\.claude(?:[\\/](?:skills|agents|commands).*)?|\.(?:cursor|gemini|codex|devin|rulesync|claude-plugin)|(?:\.(?:github|apm)[\\/])?hooks)$/

const MOST_BYTES = 10 * 1024 * 1024
const MOST_SCRIPT_BYTES = 1024 * 1024

/** Throws for a path that must not be followed. */
export type CheckPath = (file: string) => Promise<void>

/**
 * Reads the named file, or what may have hooks in the named folder, in the order in which it is to be looked at. Every
 * path is checked before anything of it is read.
 */
export async function filesToImport(named: string, check: CheckPath): Promise<readonly ImportFiles[]> {
  await check(named)
  const entry = await stat(named).catch((error: unknown) => {
    throw unreadable(
      codeOf(error) === 'ENOENT' ? `${named} is not there` : `${named} cannot be read: ${reason(error)}`,
      error,
    )
  })
  if (!entry.isDirectory()) {
    const above = path.dirname(named)
    return [{ named, files: [await textOf(named)], root: INNER.exec(above)?.[1] ?? above }]
  }
  const found: ImportFiles[] = []
  for (const [folder, pattern] of PLACES) {
    const at = path.join(named, folder)
    const names = (await readdir(at).catch(() => [])).filter((name) => pattern.test(name)).sort()
    for (const name of names) await check(path.join(at, name))
    const files = await Promise.all(names.map((name) => textOf(path.join(at, name))))
    const [only, ...others] = files
    if (only) found.push({ named: others.length === 0 ? only.file : at, files, root: named })
  }
  return found
}

/** Other JSON in a folder; what cannot be read is left out. */
export async function otherJson(named: string, check: CheckPath): Promise<ImportFiles['files']> {
  const names = (await readdir(named).catch(() => [])).sort()
  const likely = names.filter((one) => one.endsWith('.json') && !NO_HOOKS.test(one))
  const found = await Promise.all(
    likely.slice(0, MOST_GUESSED).map(async (name) => {
      const file = path.join(named, name)
      const text = await check(file).then(
        () => textOfScript(named, name),
        () => undefined,
      )
      return { file, text }
    }),
  )
  return found.flatMap(({ file, text }) => (text === undefined ? [] : [{ file, text }]))
}

async function textOf(file: string): Promise<ImportFiles['files'][number]> {
  try {
    const found = await stat(file)
    if (!found.isFile()) throw new Error('it is no file')
    if (found.size > MOST_BYTES) throw new Error('it is too large')
    return { file, text: await readFile(file, 'utf8') }
  } catch (error) {
    throw unreadable(`${file} cannot be read: ${reason(error)}`, error)
  }
}

function unreadable(message: string, cause?: unknown): HooksError {
  return new HooksError('nothing-to-import', message, {
    hint: 'name a file, or a folder that has a file which docs/import.md lists',
    cause,
  })
}

/** The names of what is in a folder; none for what is no folder. */
export async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  return new Set(await readdir(folder).catch(() => []))
}

/** The text of a script inside a folder; undefined for what is not there, leads out of it, or is no text. */
export async function textOfScript(root: string, file: string): Promise<string | undefined> {
  const read = await textInside(root, file)
  // It stays a line that names the file, as it was.
  return 'text' in read ? read.text : undefined
}

/** The text of a file inside a folder; else why there is none, in words that follow its name. */
export async function textInside(
  root: string,
  file: string,
): Promise<{ readonly text: string } | { readonly fault: string; readonly isMissing: boolean }> {
  const fault = (why: string, isMissing = false) => ({ fault: why, isMissing })
  try {
    const [real, base] = await Promise.all([realpath(path.join(root, file)), realpath(root)])
    const found = await stat(real)
    if (!real.startsWith(base.endsWith(path.sep) ? base : base + path.sep)) return fault('leads out of it')
    if (!found.isFile()) return fault('is no file')
    if (found.size > MOST_SCRIPT_BYTES) return fault('is larger than 1 MB')
    const bytes = await readFile(real)
    const text = bytes.toString('utf8')
    const isText = Buffer.from(text, 'utf8').equals(bytes) && !text.includes('\0')
    return isText ? { text } : fault('is no text')
  } catch (error) {
    const isMissing = codeOf(error) === 'ENOENT'
    return isMissing ? fault('is not there', true) : fault(`cannot be read: ${reason(error)}`)
  }
}
