import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { type ArchiveFile, byPath } from '../core/archive/read.ts'
import { MOST_DESCRIPTION } from '../core/archive-pack.ts'
import { HooksError } from '../errors.ts'
import { bundledTree } from './bundled.ts'
import { codeOf, readText } from './read.ts'

/** The files of a pack in a folder, the ones npm would publish. `called`: what people know the folder as. */
export async function readPackFolder(folder: string, called = folder): Promise<readonly ArchiveFile[]> {
  const manifest = await readText(path.join(folder, 'package.json'), MOST_DESCRIPTION).catch(
    (error: unknown) => {
      if (error instanceof HooksError && error.code === 'file-too-large') throw error
      throw noPack(called, error)
    },
  )
  if (manifest === null) throw noPack(called, { code: 'ENOENT' })
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

function noPack(called: string, error: unknown): HooksError {
  const why = error instanceof HooksError ? codeOf(error.cause) : codeOf(error)
  return new HooksError(
    'pack-unreadable',
    `${called} is not a pack: its package.json cannot be read (${why})`,
    { hint: 'name the folder that holds package.json and hooks.json' },
  )
}

async function publishedFiles(folder: string, manifest: string): Promise<readonly string[]> {
  const { default: packlist } = await import('npm-packlist')
  let contents: Readonly<Record<string, unknown>>
  try {
    contents = { ...(JSON.parse(manifest) as object) }
  } catch (error) {
    throw new HooksError('pack-unreadable', `${path.join(folder, 'package.json')} is not JSON`, {
      cause: error,
    })
  }
  const names = await packlist(await bundledTree(folder, contents))
  // An archive of the pack that `hooks pack` or `npm pack` has left here.
  return names.filter((name) => !/^[^/]+-\d+\.\d+\.\d+[^/]*\.tgz$/.test(name))
}

/** A handler that was built before its source was last changed. Paths are relative to the pack. */
export interface StaleBuild {
  readonly built: string
  readonly source: string
}

/** Which of the built files are older than the newest file in `src`. A pack without `src` is not built. */
export async function staleBuilds(folder: string, built: readonly string[]): Promise<readonly StaleBuild[]> {
  const names = await readdir(path.join(folder, 'src'), { recursive: true }).catch((): string[] => [])
  const sources = await Promise.all(
    names.map(async (name) => {
      const found = await stat(path.join(folder, 'src', name))
      return found.isFile() ? [{ name: `src/${name.split(path.sep).join('/')}`, at: found.mtimeMs }] : []
    }),
  )
  const newest = sources.flat().toSorted((one, other) => other.at - one.at)[0]
  if (!newest) return []
  const stale = await Promise.all(
    built.map(async (file) => {
      const { mtimeMs } = await stat(path.join(folder, file))
      return mtimeMs < newest.at ? [{ built: file, source: newest.name }] : []
    }),
  )
  return stale.flat()
}
