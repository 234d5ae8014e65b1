import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { HooksError } from '../errors.ts'
import type { TextFile } from './author-folder.ts'
import { codeOf, reason } from './read.ts'

/** The files of a template. What npm would not publish as it is, such as `.gitignore`, has `_` for its dot there. */
export async function readTemplate(folder: string): Promise<readonly TextFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
  return Promise.all(
    files.map(async (name) => ({
      path: name
        .split(path.sep)
        .join('/')
        .replace(/(^|\/)_/, '$1.'),
      text: await readFile(path.join(folder, name), 'utf8'),
    })),
  )
}

/** Refuses a folder that has something in it, and a file in its place; the flag is the one that names another. */
export async function checkFree(folder: string, flag = '--dir'): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw notFree(`${folder} cannot be a folder: ${reason(error)}`, flag, error)
  })
  if (names.length > 0) throw notFree(`${folder} is not empty`, flag)
}

function notFree(message: string, flag: string, cause?: unknown): HooksError {
  return new HooksError('folder-not-empty', message, {
    hint: `choose another name, or another folder with \`${flag}\``,
    cause,
  })
}

/** Writes files into a folder that is free. Nothing is overwritten; what was written goes again if one cannot be. */
export async function writeInto(folder: string, files: readonly TextFile[]): Promise<void> {
  const made: string[] = []
  try {
    for (const { path: name, text, executable = text.startsWith('#!') } of files) {
      const file = path.join(folder, name)
      const first = await mkdir(path.dirname(file), { recursive: true })
      if (first !== undefined) made.push(first)
      await writeFile(file, text, { flag: 'wx', mode: executable ? 0o755 : 0o644 })
      made.push(file)
    }
  } catch (error) {
    for (const one of made.reverse()) await rm(one, { recursive: true, force: true })
    throw new HooksError('write-failed', `${folder} cannot be written: ${reason(error)}`, {
      hint: 'run the command in a folder of yours, or name another one',
      cause: error,
    })
  }
}
