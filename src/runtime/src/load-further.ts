import { readFileSync } from 'node:fs'
import { type Hashes, readChecked } from './load.ts'
import type { Loaded } from './loader.ts'
import { withSlashes } from './slashes.ts'

interface Further extends Hashes {
  readonly extension: string
  /** How Node loads files with this extension. */
  readonly original: (loaded: Loaded, file: string) => void
}

/** What lock.json says of a pack: paths in its folder, and their hashes. */
interface LockedPack {
  readonly folder: string
  readonly files: Readonly<Record<string, string>>
}

let locked: readonly LockedPack[] | undefined

/** Packs whose ES modules have been checked. */
const whole = new Set<LockedPack>()

/** The text of a pack's CommonJS file, only if it is what was installed; `undefined` if it is not of a pack. */
export function furtherText(file: string, { root, started }: Hashes): string | undefined {
  const name = file.slice(root.length + 1)
  const hash = started[name] ?? lockedHash(root, name)
  return hash === undefined ? undefined : readChecked(file, hash).toString()
}

/**
 * Loads a file of a pack that a module asks for, only if it is what was installed, by the hook's own hash or by
 * lock.json, which is read only now.
 */
export function loadFurther(
  { root, started, extension, original }: Further,
  loaded: Loaded,
  file: string,
): void {
  const name = withSlashes(file).slice(root.length + 1)
  const bytes = readChecked(file, started[name] ?? lockedHash(root, name) ?? 'none')
  // CommonJS for sure: compiled from the very bytes that were checked.
  if (extension === '.js' && file.endsWith('.cjs')) loaded._compile(bytes.toString(), file)
  else {
    if (extension === '.js') checkModules(packOf(root, name), root)
    original(loaded, file)
  }
}

/** Checks all that an ES module of the pack could import, since Node does not ask us when it does. */
function checkModules(pack: LockedPack | undefined, root: string): void {
  if (!pack || whole.has(pack)) return
  for (const [name, hash] of Object.entries(pack.files))
    if (/\.(?:m?js|json|wasm)$/.test(name)) readChecked(`${root}/${pack.folder}/${name}`, hash)
  whole.add(pack)
}

function lockedHash(root: string, name: string): string | undefined {
  const pack = packOf(root, name)
  return pack?.files[name.slice(pack.folder.length + 1)]
}

function packOf(root: string, name: string): LockedPack | undefined {
  locked ??= Object.values(
    (JSON.parse(readFileSync(`${root}/lock.json`, 'utf8')) as { packs: Record<string, LockedPack> }).packs,
  )
  return locked.find(({ folder }) => name.startsWith(`${folder}/`))
}
