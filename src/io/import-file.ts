import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { HooksError } from '../errors.ts'
import { codeOf, exists, reason } from './read.ts'

/** A file with hooks, and the folders that its commands may mean. */
export interface ImportFile {
  readonly file: string
  readonly text: string
  readonly project: string
  readonly plugin: string
}

/** Where hooks are in a folder: of a plugin, of a project, of other agents, of a pack of any tool. */
const PLACES = [
  'hooks/hooks.json',
  '.claude/settings.json',
  '.cursor/hooks.json',
  '.gemini/settings.json',
  '.codex/hooks.json',
  'hooks.json',
]

const MOST_BYTES = 10 * 1024 * 1024
const MOST_SCRIPT_BYTES = 1024 * 1024

/** Reads the named file, or the first one with hooks in the named folder. */
export async function textToImport(named: string): Promise<ImportFile> {
  const file = await placeIn(named)
  try {
    const { size } = await stat(file)
    if (size > MOST_BYTES) throw new Error('it is too large')
    const text = await readFile(file, 'utf8')
    const above = path.dirname(file)
    const inside = /^(?:\.(?:claude|cursor|gemini|codex)|hooks)$/.test(path.basename(above))
    const root = inside ? path.dirname(above) : above
    return { file, text, project: root, plugin: root }
  } catch (error) {
    throw unreadable(`${file} cannot be read: ${reason(error)}`, error)
  }
}

async function placeIn(named: string): Promise<string> {
  const entry = await stat(named).catch((error: unknown) => {
    throw unreadable(
      codeOf(error) === 'ENOENT' ? `${named} is not there` : `${named} cannot be read: ${reason(error)}`,
      error,
    )
  })
  if (!entry.isDirectory()) return named
  for (const place of PLACES) if (await exists(path.join(named, place))) return path.join(named, place)
  throw unreadable(`no hooks were found in ${named}`)
}

function unreadable(message: string, cause?: unknown): HooksError {
  return new HooksError('nothing-to-import', message, {
    hint: `name a file, or a folder with one of ${PLACES.join(', ')}`,
    cause,
  })
}

/** The text of a script inside a folder; undefined for what is not there, leads out of it, or is no text. */
export async function textOfScript(root: string, file: string): Promise<string | undefined> {
  try {
    const [real, base] = await Promise.all([realpath(path.join(root, file)), realpath(root)])
    const { size } = await stat(real)
    if (!real.startsWith(base + path.sep) || size > MOST_SCRIPT_BYTES) return undefined
    const bytes = await readFile(real)
    const text = bytes.toString('utf8')
    return Buffer.from(text, 'utf8').equals(bytes) && !text.includes('\0') ? text : undefined
  } catch {
    // It stays a line that names the file, as it was.
    return undefined
  }
}
