import { readdirSync } from 'node:fs'
import { dirname, extname, join, relative, sep } from 'node:path'
import { foldersUpTo } from './folders-up-to.ts'
import { textOf } from './text-file.ts'

/** Files whose presence shows that a project uses a tool; `when` reads the one that was found. */
interface Evidence {
  readonly names: readonly string[]
  readonly when?: (text: string, extension: string) => boolean
}

/** A tool that works on files of some kinds. */
export interface Tool {
  readonly name: string
  readonly extensions: readonly string[]
  readonly evidence: readonly Evidence[]
}

/** A tool that the project asks for, the folder of the file that shows it, and that file's name for people. */
export interface Wanted<T extends Tool> {
  readonly tool: T
  readonly folder: string
  readonly evidence: string
}

/**
 * For each of `tools` that takes the file, its nearest evidence: from the file's folder up to `root`, never above it
 * and never out of a repository that lies inside the project. Tools without evidence are left out.
 */
export function wantedTools<T extends Tool>(
  file: string,
  root: string,
  tools: readonly T[],
): readonly Wanted<T>[] {
  const extension = extensionOf(file)
  const found = new Map<T, Wanted<T>>()
  for (const folder of foldersUpTo(root, dirname(file))) {
    const names = namesIn(folder)
    for (const tool of tools) {
      if (found.has(tool) || !tool.extensions.includes(extension)) continue
      const name = shown(tool.evidence, { folder, names, extension })
      if (name === undefined) continue
      const evidence = relative(root, join(folder, name)).split(sep).join('/')
      found.set(tool, { tool, folder, evidence })
    }
    // A submodule or a nested clone is a project of its own; the outer one's rules are not its rules.
    if (names.has('.git')) break
  }
  return tools.flatMap((tool) => found.get(tool) ?? [])
}

/** The file's extension, lower case and without its dot; empty if it has none. */
export function extensionOf(file: string): string {
  return extname(file).slice(1).toLowerCase()
}

interface Folder {
  readonly folder: string
  readonly names: ReadonlySet<string>
  readonly extension: string
}

function shown(evidence: readonly Evidence[], at: Folder): string | undefined {
  for (const { names, when } of evidence) {
    for (const name of names) {
      if (!at.names.has(name)) continue
      if (when === undefined) return name
      const text = textOf(join(at.folder, name))
      if (text !== undefined && when(text, at.extension)) return name
    }
  }
  return undefined
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder))
  } catch {
    // A folder that cannot be listed shows nothing.
    return new Set()
  }
}
