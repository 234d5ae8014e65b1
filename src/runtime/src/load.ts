import { existsSync, readFileSync } from 'node:fs'

/** Gives the hash that a file must have, or `undefined` for a file that is not a pack's. */
export type Expected = (file: string) => string | undefined

/** What of Node's loader is used here. `_load` is `require` without its search for a package.json above us. */
interface Loader {
  readonly _load: (file: string) => unknown
  readonly _extensions: Record<string, (module: Loaded, file: string) => void>
}

interface Loaded {
  _compile(text: string, file: string): unknown
}

/** Lets files of packs run only as they were installed. Both throw an Error that names the file that has changed. */
export interface Verified {
  /**
   * Loads a module; every file of a pack that this loads is checked, and what was hashed is what runs. Gives a promise
   * for an ES module that awaits at its top level.
   */
  readonly load: (file: string) => unknown
  /** Checks a file that something else will run. One that is not there is for that to report. */
  readonly check: (file: string) => void
}

/** The loader of this process, which from now on knows the expected hashes. */
export function verified(expected: Expected, sha256: (bytes: Buffer) => string): Verified {
  const loader = module.constructor as unknown as Loader
  for (const [extension, original] of Object.entries(loader._extensions)) {
    loader._extensions[extension] = (loaded, file) => {
      const wanted = expected(file)
      if (wanted === undefined) return original(loaded, file)
      const bytes = readFileSync(file)
      checkHash(file, sha256(bytes), wanted)
      // CommonJS for sure: compiled from the very bytes that were checked.
      if (extension === '.js' && file.endsWith('.cjs')) loaded._compile(bytes.toString(), file)
      else original(loaded, file)
    }
  }
  const check = (file: string): void => {
    const wanted = expected(file)
    if (wanted !== undefined && existsSync(file)) checkHash(file, sha256(readFileSync(file)), wanted)
  }
  const load = (file: string): unknown => {
    try {
      return loader._load(file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException | null)?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error
      // Its hash was checked just now, before Node found out what it is.
      const { pathToFileURL } = require('node:url') as typeof import('node:url')
      return import(pathToFileURL(file).href)
    }
  }
  return { load, check }
}

function checkHash(file: string, found: string, wanted: string): void {
  if (found !== wanted)
    throw new Error(
      `${file} is not the file that was installed; look at what changed it, then add its pack again`,
    )
}

/**
 * The hashes of what these hooks start, and, read only when a pack loads a further file, of all files of all packs.
 * `root` is the folder of table.json and lock.json.
 */
export function expectedHashes(root: string, started: Readonly<Record<string, string>>): Expected {
  const packs = `${root}/packs/`
  // A table without hashes was written by hand, to try something.
  const known = Object.keys(started).length > 0
  let all: Readonly<Record<string, string>> | undefined
  return (file) => {
    const path = file.replaceAll('\\', '/')
    if (!known || !path.startsWith(packs)) return undefined
    const name = path.slice(root.length + 1)
    if (started[name] !== undefined) return started[name]
    all ??= lockedFiles(`${root}/lock.json`)
    return all[name] ?? 'a hash in lock.json'
  }
}

interface Lock {
  readonly packs: Readonly<
    Record<string, { readonly folder: string; readonly files: Readonly<Record<string, string>> }>
  >
}

function lockedFiles(file: string): Record<string, string> {
  const { packs } = JSON.parse(readFileSync(file, 'utf8')) as Lock
  return Object.fromEntries(
    Object.values(packs).flatMap(({ folder, files }) =>
      Object.entries(files).map(([name, hash]) => [`${folder}/${name}`, hash]),
    ),
  )
}
