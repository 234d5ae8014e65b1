import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Parts } from './parts.ts'
import { withSlashes } from './slashes.ts'

/** What of Node's loader is used here. `_load` is `require` without its search for a package.json above us. */
interface Loader {
  new (file: string): Loaded
  readonly _load: (file: string) => unknown
  readonly _cache: Record<string, Loaded>
  readonly _extensions: Record<string, (module: Loaded, file: string) => void>
  readonly _nodeModulePaths: (folder: string) => string[]
}

export interface Loaded {
  filename: string
  loaded: boolean
  readonly exports: unknown
  _compile(text: string, file: string): unknown
}

/** Lets files of packs run only as they were installed. Both throw an Error that names the file that has changed. */
export interface Verified {
  /**
   * Loads a hook's module; every file of a pack that this loads is checked, and what was hashed is what runs. Gives a
   * promise for an ES module that awaits at its top level.
   */
  readonly load: (file: string) => unknown
  /** Checks a file that something else will run. One that is not there is for that to report. */
  readonly check: (file: string) => void
}

/** What is known of the files: `root` is the folder of table.json, `started` has the hashes of what hooks start. */
export interface Hashes {
  readonly root: string
  readonly started: Readonly<Record<string, string>>
  readonly sha256: (bytes: Buffer) => string
}

/** The loader of this process. A table without hashes was written by hand, to try something: nothing is checked. */
export function verified(hashes: Hashes, { answer }: Parts): Verified {
  const { root, started, sha256 } = hashes
  const loader = module.constructor as unknown as Loader
  const wantedFor = (file: string): string | undefined => started[file.slice(root.length + 1)]
  let watched = false
  const watchFurtherFiles = (): void => {
    if (watched || Object.keys(started).length === 0) return
    watched = true
    for (const [extension, original] of Object.entries(loader._extensions)) {
      loader._extensions[extension] = (loaded, file) => {
        // The runtime's own files come this way as well.
        if (!withSlashes(file).startsWith(`${root}/packs/`)) original(loaded, file)
        else answer().loadFurther({ ...hashes, extension, original }, loaded, file)
      }
    }
  }
  return {
    load: (file) => {
      watchFurtherFiles()
      const wanted = wantedFor(file)
      return wanted !== undefined && file.endsWith('.cjs')
        ? compiled(loader, file, readChecked(file, wanted, sha256))
        : loadedByNode(loader, file)
    },
    check: (file) => {
      const wanted = wantedFor(file)
      if (wanted !== undefined && existsSync(file)) readChecked(file, wanted, sha256)
    },
  }
}

/** A CommonJS module made of these very bytes, without Node's search for the file. */
function compiled(loader: Loader, file: string, bytes: Buffer): unknown {
  const cached = loader._cache[file]
  if (cached) return cached.exports
  const loaded = new loader(file)
  loaded.filename = file
  // Where Node looks for packages that it requires by name; most require none, and the list costs a quarter of a
  // millisecond.
  Object.defineProperty(loaded, 'paths', {
    get: () => loader._nodeModulePaths(dirname(file)),
    configurable: true,
  })
  loader._cache[file] = loaded
  try {
    loaded._compile(bytes.toString(), file)
    loaded.loaded = true
  } finally {
    if (!loaded.loaded) delete loader._cache[file]
  }
  return loaded.exports
}

function loadedByNode(loader: Loader, file: string): unknown {
  try {
    return loader._load(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error
    // Its hash was checked just now, before Node found out what it is.
    const { pathToFileURL } = process.getBuiltinModule('node:url')
    return import(pathToFileURL(file).href)
  }
}

/** The bytes of a file that is what was installed. */
export function readChecked(file: string, wanted: string, sha256: (bytes: Buffer) => string): Buffer {
  const bytes = readFileSync(file)
  if (sha256(bytes) !== wanted) {
    throw new Error(
      `${file} is not the file that was installed; look at what changed it, then add its pack again`,
    )
  }
  return bytes
}
