import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sha256 } from '../core/integrity.ts'
import { HooksError } from '../errors.ts'
import { parseJson } from '../schema/json.ts'
import { codeOf, reason } from './read.ts'

/** One file of an export. */
export interface ExportFile {
  /** Relative to the folder, with `/`. */
  readonly path: string
  readonly bytes: Uint8Array | string
  readonly executable?: boolean
}

/** By this file in it, a folder is known to be an export of ours: it has the hash of every other one. */
const MARK = 'hookpack/export.json'

/**
 * Writes a folder as a whole. One that is there and not empty is refused; with `force` it is replaced, if every file in it
 * is as an export has written it.
 */
export async function writeExport(
  folder: string,
  files: readonly ExportFile[],
  force: boolean,
): Promise<void> {
  const there = await filesIn(folder)
  if (there.length > 0) await checkReplaceable(folder, there, force)
  const parent = path.dirname(folder)
  let staged: string | undefined
  try {
    await mkdir(parent, { recursive: true })
    staged = await mkdtemp(path.join(parent, '.hookpack-export-'))
    await chmod(staged, 0o755)
    const hashes = Object.fromEntries(files.map(({ path: name, bytes }) => [name, sha256(bytes)]))
    const mark = { path: MARK, bytes: `${JSON.stringify({ hookpackExport: 1, files: hashes }, null, 2)}\n` }
    for (const file of [...files, mark]) await writeOne(staged, file)
    const aside = `${staged}-old`
    const hadOne = await rename(folder, aside).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === 'ENOENT') return false
        throw error
      },
    )
    await rename(staged, folder).catch(async (error: unknown) => {
      if (hadOne) await rename(aside, folder)
      throw error
    })
    if (hadOne) await rm(aside, { recursive: true, force: true })
  } catch (error) {
    if (staged !== undefined) await rm(staged, { recursive: true, force: true })
    throw new HooksError('write-failed', `${folder} cannot be written: ${reason(error)}`, {
      hint: 'name a folder of yours with `--out`',
      cause: error,
    })
  }
}

async function writeOne(root: string, { path: name, bytes, executable }: ExportFile): Promise<void> {
  const file = path.join(root, ...name.split('/'))
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, bytes, { flag: 'wx', mode: executable ? 0o755 : 0o644 })
}

/** Every file below a folder, with `/`; none where there is no folder. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw refused(`${folder} cannot be read: ${reason(error)}`, error)
  })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
}

async function checkReplaceable(folder: string, there: readonly string[], force: boolean): Promise<void> {
  const hashes = await marked(folder)
  if (!hashes) throw refused(`${folder} is not empty, and not what \`hooks export\` has written`)
  if (!force)
    throw new HooksError('folder-not-empty', `${folder} is there already`, {
      hint: 'use `--force` to write it anew, or name another folder with `--out`',
    })
  for (const name of there) {
    if (name === MARK) continue
    const bytes = await readFile(path.join(folder, ...name.split('/'))).catch(() => undefined)
    if (bytes === undefined || sha256(bytes) !== hashes[name])
      throw refused(`\`${name}\` in ${folder} is not as \`hooks export\` has written it`)
  }
}

async function marked(folder: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await readFile(path.join(folder, MARK), 'utf8').catch(() => '')
  const parsed = parseJson(text)
  const { hookpackExport, files } = ('value' in parsed ? (parsed.value ?? {}) : {}) as Record<string, unknown>
  return hookpackExport === 1 && typeof files === 'object' && files !== null ? { ...files } : undefined
}

function refused(message: string, cause?: unknown): HooksError {
  return new HooksError('folder-not-empty', message, {
    hint: 'name another folder with `--out`; nothing of yours is replaced',
    cause,
  })
}
