import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import type { Front } from './front.ts'
import { furtherText, loadFurther } from './load-further.ts'
import { LOADER, loadText, type RequireFor, type Requirer } from './loader.ts'
import { sha256 } from './sha256/sha256.ts'
import { withSlashes } from './slashes.ts'
import type { Table } from './types.ts'

/** Lets files of packs run only as they were installed. All throw an Error that names the file that has changed. */
export interface Verified {
  /** The text of a hook's CommonJS module. */
  readonly text: (file: string) => string
  /** A module's `require`. Every file of a pack that is loaded is checked, and what was hashed is what runs. */
  readonly requireFor: RequireFor
  /** Loads a hook's module as Node does. Gives a promise for an ES module that awaits at its top level. */
  readonly load: (file: string) => unknown
  /** Checks a file that something else will run. One that is not there is for that to report. */
  readonly check: (file: string) => void
}

/** What is known of the files: `root` is the folder of table.json, `started` has the hashes of what hooks start. */
export interface Hashes {
  readonly root: string
  readonly started: Readonly<Record<string, string>>
}

let watched = false

/** The loader of this process. A table without hashes was written by hand, to try something: nothing is checked. */
export function verified({ root, importFile }: Pick<Front, 'root' | 'importFile'>, table: Table): Verified {
  const hashes: Hashes = { root, started: startedFiles(table) }
  const wantedFor = (file: string): string | undefined => hashes.started[file.slice(root.length + 1)]
  return {
    text: (file) => readChecked(file, wantedFor(file) ?? 'none').toString(),
    requireFor: (file) => requireFrom(file, hashes),
    load: (file) => {
      watchFurtherFiles(hashes)
      return loadedByNode(file, importFile)
    },
    check: (file) => {
      const wanted = wantedFor(file)
      if (wanted !== undefined && existsSync(file)) readChecked(file, wanted)
    },
  }
}

/** The file that each hook of the table starts, and its hash. */
function startedFiles({ hooks }: Table): Readonly<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const { module, script, sha256: hash } of Object.values(hooks)) {
    const file = module ?? script
    if (file !== undefined && hash !== undefined) files[file] = hash
  }
  return files
}

/** `require` of a pack's module. CommonJS files beside it are loaded directly; all else is for Node to find. */
function requireFrom(file: string, hashes: Hashes): Requirer {
  const node = (): NodeJS.Require => {
    watchFurtherFiles(hashes)
    return LOADER.createRequire(file)
  }
  const beside = (id: string): string | undefined =>
    id.startsWith('.') && id.endsWith('.cjs') ? posix.join(file, '..', id) : undefined
  const load = (id: string): unknown => {
    const target = beside(id)
    const cached = target === undefined ? undefined : LOADER._cache[target]
    if (cached) return cached.exports
    const text = target === undefined ? undefined : furtherText(target, hashes)
    return target === undefined || text === undefined
      ? node()(id)
      : loadText(target, text, (other) => requireFrom(other, hashes))
  }
  return { load, node }
}

function watchFurtherFiles(hashes: Hashes): void {
  if (watched || Object.keys(hashes.started).length === 0) return
  watched = true
  for (const [extension, original] of Object.entries(LOADER._extensions)) {
    LOADER._extensions[extension] = (loaded, file) => {
      // The runtime's own files come this way as well.
      if (!withSlashes(file).startsWith(`${hashes.root}/packs/`)) original(loaded, file)
      else loadFurther({ ...hashes, extension, original }, loaded, file)
    }
  }
}

function loadedByNode(file: string, importFile: Front['importFile']): unknown {
  try {
    return LOADER._load(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error
    // Its hash was checked just now, before Node found out what it is.
    const { pathToFileURL } = process.getBuiltinModule('node:url')
    return importFile(pathToFileURL(file).href)
  }
}

/** The bytes of a file that is what was installed. */
export function readChecked(file: string, wanted: string): Buffer {
  const bytes = readFileSync(file)
  if (sha256(bytes) !== wanted) {
    throw new Error(
      `${file} is not the file that was installed; look at what changed it, then add its pack again`,
    )
  }
  return bytes
}
