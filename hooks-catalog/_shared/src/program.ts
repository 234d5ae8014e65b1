import { join } from 'node:path'
import { type Source as CommonSource, findProgram, type Program } from './find-program.ts'
import { foldersUpTo } from './folders-up-to.ts'
import { isProgram } from './is-program.ts'

/** Where a tool's program may be; `project` is a file of the project itself, such as `bin/rubocop`. */
export type Source = CommonSource | { readonly in: 'project'; readonly file: string }

export type { Program }

/** The first of `sources` that is installed, searched from `folder` up to `root`. Starts nothing. */
export function findTool(
  sources: readonly Source[],
  { folder, root }: { readonly folder: string; readonly root: string },
): Program | undefined {
  const folders = foldersUpTo(root, folder)
  for (const source of sources) {
    const found =
      source.in === 'project'
        ? ownProgram(source.file, folders)
        : findProgram([source], { folders, platform: process.platform, env: process.env })
    if (found) return found
  }
  return undefined
}

/** The places of `sources` for people, as in "in the project's .venv or PATH". */
export function placesOf(sources: readonly Source[]): string {
  const places = sources.map((source) => (source.in === 'project' ? source.file : PLACES[source.in]))
  return [...new Set(places)].join(' or ')
}

const PLACES: Readonly<Record<CommonSource['in'], string>> = {
  node_modules: "the project's node_modules/.bin",
  venv: "the project's .venv",
  path: 'PATH',
}

/** A script with a first line for the system; Windows has no such thing, there the other sources count. */
function ownProgram(file: string, folders: readonly string[]): Program | undefined {
  if (process.platform === 'win32') return undefined
  const found = folders.map((folder) => join(folder, file)).find((file) => isProgram(file))
  return found === undefined ? undefined : { command: found, prefix: [] }
}
