import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { type ArchiveFile, byPath } from '../core/archive/read.ts'
import { HooksError } from '../errors.ts'
import { codeOf } from './read.ts'

/** The files of a pack in a folder, the ones npm would publish. */
export async function readPackFolder(folder: string): Promise<readonly ArchiveFile[]> {
  const manifest = await readFile(path.join(folder, 'package.json'), 'utf8').catch((error: unknown) => {
    throw new HooksError(
      'pack-unreadable',
      `${folder} is not a pack: its package.json cannot be read (${codeOf(error)})`,
      {
        hint: 'name the folder that holds package.json and hooks.json',
      },
    )
  })
  const names = await publishedFiles(folder, manifest)
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name)
      const [bytes, { mode }] = await Promise.all([readFile(file), stat(file)])
      return { path: name.split(path.sep).join('/'), bytes, executable: (mode & 0o111) !== 0 }
    }),
  )
  return files.sort(byPath)
}

async function publishedFiles(folder: string, manifest: string): Promise<readonly string[]> {
  const { default: packlist } = await import('npm-packlist')
  let contents: unknown
  try {
    contents = JSON.parse(manifest)
  } catch (error) {
    throw new HooksError('pack-unreadable', `${path.join(folder, 'package.json')} is not JSON`, {
      cause: error,
    })
  }
  // npm-packlist asks for npm's tree of a project; a pack has no dependencies, so this is all of it.
  return packlist({ path: folder, package: contents, isProjectRoot: true, edgesOut: new Map() })
}
