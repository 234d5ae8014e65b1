import { readdirSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { foldersUpTo } from '../../_shared/src/folders-up-to.ts'
import { textOf } from '../../_shared/src/text-file.ts'
import type { Evidence, Formatter } from './formatters.ts'

/** A formatter that the project asks for, and the file that shows it. */
export interface Wanted {
  readonly formatter: Formatter
  readonly folder: string
  readonly evidence: string
}

/**
 * The formatter with the nearest evidence, from the file's folder up to `root`, never above it and never out
 * of a repository that lies inside the project. In one folder the order of `formatters` decides.
 */
export function findFormatter(
  file: string,
  root: string,
  formatters: readonly Formatter[],
): Wanted | undefined {
  const extension = extensionOf(file)
  for (const folder of foldersUpTo(root, dirname(file))) {
    const names = namesIn(folder)
    for (const formatter of formatters) {
      const evidence = formatter.evidence.map((one) => shown(one, { folder, names, extension })).find(Boolean)
      if (evidence !== undefined) return { formatter, folder, evidence }
    }
    // A submodule or a nested clone is a project of its own; the outer one's style is not its style.
    if (names.has('.git')) return undefined
  }
  return undefined
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

function shown({ names, when }: Evidence, at: Folder): string | undefined {
  return names.find((name) => {
    if (!at.names.has(name)) return false
    if (when === undefined) return true
    const text = textOf(join(at.folder, name))
    return text !== undefined && when(text, at.extension)
  })
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder))
  } catch {
    // A folder that cannot be listed shows nothing.
    return new Set()
  }
}
