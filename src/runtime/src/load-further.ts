import { readFileSync } from 'node:fs'
import { type Hashes, type Loaded, readChecked } from './load.ts'
import { withSlashes } from './slashes.ts'

interface Further extends Hashes {
  readonly extension: string
  /** How Node loads files with this extension. */
  readonly original: (loaded: Loaded, file: string) => void
}

let locked: Readonly<Record<string, string>> | undefined

/**
 * Loads a file of a pack that a module asks for, only if it is what was installed, by the hook's own hash or by
 * lock.json, which is read only now.
 */
export function loadFurther(
  { root, started, sha256, extension, original }: Further,
  loaded: Loaded,
  file: string,
): void {
  const name = withSlashes(file).slice(root.length + 1)
  if (started[name] === undefined) locked ??= lockedFiles(`${root}/lock.json`)
  const bytes = readChecked(file, started[name] ?? locked?.[name] ?? 'none', sha256)
  // CommonJS for sure: compiled from the very bytes that were checked.
  if (extension === '.js' && file.endsWith('.cjs')) loaded._compile(bytes.toString(), file)
  else original(loaded, file)
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
