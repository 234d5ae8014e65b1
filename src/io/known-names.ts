import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Grammar } from '../core/completion/grammar.ts'

/** The names of the packs that a static registry in a folder has; none when it cannot be read. */
export function packNamesIn(registryDir: string): readonly string[] {
  try {
    return readdirSync(path.join(registryDir, 'pkg'), { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.ndjson'))
      .map((file) => path.basename(file, '.ndjson'))
      .sort()
  } catch {
    // Without names there is nothing to complete; whoever needs them is told why by `hooks search`.
    return []
  }
}

/** The commands that the program was built with; none when its manifest cannot be read. */
export function builtGrammar(packageRoot: string): Grammar {
  try {
    return JSON.parse(readFileSync(path.join(packageRoot, 'oclif.manifest.json'), 'utf8')) as Grammar
  } catch {
    // The Tab key must not answer with an error.
    return { commands: {} }
  }
}
