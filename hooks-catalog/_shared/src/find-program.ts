import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { isProgram } from './is-program.ts'
import { parseJsonc } from './jsonc.ts'
import { textOf } from './text-file.ts'

/** Where the program of a tool may be. Nothing is ever looked up in a registry. */
export type Source =
  | { readonly in: 'node_modules'; readonly package: string; readonly bin: string }
  | { readonly in: 'venv'; readonly command: string }
  | { readonly in: 'path'; readonly command: string }

/** Something that can be started without a shell. */
export interface Program {
  readonly command: string
  readonly prefix: readonly string[]
}

/** Where to look: the folders from the file up to the project's root, and the machine. */
export interface Surroundings {
  readonly folders: readonly string[]
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The first of `sources` that is installed, or `undefined`. Only looks at files; starts nothing. */
export function findProgram(sources: readonly Source[], around: Surroundings): Program | undefined {
  for (const source of sources) {
    const program = programOf(source, around)
    if (program) return program
  }
  return undefined
}

function programOf(source: Source, around: Surroundings): Program | undefined {
  switch (source.in) {
    case 'node_modules':
      return first(around.folders, (folder) => fromPackages(join(folder, 'node_modules'), source, around))
    case 'venv':
      return first(around.folders, (folder) => fromVenv(folder, source.command, around))
    case 'path':
      return fromPath(source.command, around)
  }
}

/** The `.bin` link; where that is a .cmd file, or lost its mode, the package's script through this node. */
function fromPackages(
  modules: string,
  source: { readonly package: string; readonly bin: string },
  { platform }: Surroundings,
): Program | undefined {
  const link = join(modules, '.bin', source.bin)
  if (platform !== 'win32' && isProgram(link, platform)) return { command: link, prefix: [] }
  const folder = join(modules, source.package)
  const bin = parseJsonc(textOf(join(folder, 'package.json')) ?? '')?.['bin']
  const script = typeof bin === 'string' ? bin : (bin as Record<string, unknown> | undefined)?.[source.bin]
  if (typeof script !== 'string' || !existsSync(join(folder, script))) return undefined
  return { command: process.execPath, prefix: [join(folder, script)] }
}

function fromVenv(folder: string, command: string, { platform }: Surroundings): Program | undefined {
  const [scripts, ending] = platform === 'win32' ? ['Scripts', '.exe'] : ['bin', '']
  return first(['.venv', 'venv'], (venv) => plain(join(folder, venv, scripts, command + ending), platform))
}

/** Relative entries of PATH are passed over: they would take the program from whatever folder is current. */
function fromPath(command: string, { platform, env }: Surroundings): Program | undefined {
  const [separator, ending] = platform === 'win32' ? [';', '.exe'] : [':', '']
  const folders = (env['PATH'] ?? '').split(separator).filter((folder) => isAbsolute(folder))
  return first(folders, (folder) => plain(join(folder, command + ending), platform))
}

function plain(file: string, platform: NodeJS.Platform): Program | undefined {
  return isProgram(file, platform) ? { command: file, prefix: [] } : undefined
}

function first<In, Out>(items: readonly In[], find: (item: In) => Out | undefined): Out | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
