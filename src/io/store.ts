import { readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Artifact, Pack } from '../core/archive-pack.ts'
import { sha256 } from '../core/integrity.ts'
import type { LockedPack } from '../core/lockfile.ts'
import { makeFolder, removeIfEmpty, syncFolder, writeSynced } from './files.ts'
import { codeOf, exists } from './read.ts'

/** Holds what was where a pack was placed, until the change is decided: an empty folder for nothing. */
const ASIDE = '.replaced'

/**
 * Places a pack's files under `folder/<target>`. They are complete and on the disk before the name exists. What was there
 * is set aside, for `putPacksBack` or `sweepPacks`.
 */
export async function placePack(folder: string, target: string, pack: Pack): Promise<void> {
  const place = path.join(folder, target)
  const staged = path.join(folder, 'packs', `.staging-${process.pid}`)
  await rm(staged, { recursive: true, force: true })
  const folders = new Set<string>([staged])
  for (const file of pack.artifact.files) {
    const at = path.join(staged, ...file.path.split('/'))
    await makeFolder(path.dirname(at))
    await writeSynced(at, file.bytes, file.executable ? 0o755 : 0o644)
    folders.add(path.dirname(at))
  }
  for (const made of folders) await syncFolder(made)
  await setAside(place, path.join(folder, 'packs', ASIDE, path.relative(path.join(folder, 'packs'), place)))
  await makeFolder(path.dirname(place))
  await rename(staged, place)
  await syncFolder(path.dirname(place))
}

async function setAside(place: string, aside: string): Promise<void> {
  await rm(aside, { recursive: true, force: true })
  const isThere = await exists(place)
  await makeFolder(isThere ? path.dirname(aside) : aside)
  if (isThere) await rename(place, aside)
}

/** Puts back what packs were placed over, for a change that was not decided. */
export async function putPacksBack(folder: string): Promise<void> {
  const packs = path.join(folder, 'packs')
  for (const name of await packNames(path.join(packs, ASIDE))) {
    for (const version of await names(path.join(packs, ASIDE, name))) {
      const aside = path.join(packs, ASIDE, name, version)
      await rm(path.join(packs, name, version), { recursive: true, force: true })
      if ((await names(aside)).length > 0) await rename(aside, path.join(packs, name, version))
    }
  }
}

/** Files of an installed pack that are not as they were installed: changed, gone or new, by path. */
export async function editedFiles(folder: string, pack: LockedPack): Promise<readonly string[]> {
  const root = path.join(folder, pack.folder)
  const there = await filesIn(root)
  const changed = await Promise.all(
    Object.entries(pack.files).map(async ([name, hash]) => {
      const bytes = await readFile(path.join(root, ...name.split('/'))).catch(() => undefined)
      return bytes === undefined || sha256(bytes) !== hash ? [name] : []
    }),
  )
  return [...changed.flat(), ...there.filter((name) => !Object.hasOwn(pack.files, name))].sort()
}

/** An installed pack as its files are now; those that are gone are left out. */
export async function readInstalled(
  folder: string,
  name: string,
  { version, source, resolved, integrity, folder: place, files, published, evidence }: LockedPack,
): Promise<{ readonly name: string; readonly version: string; readonly artifact: Artifact }> {
  const there = await Promise.all(
    Object.keys(files).map(async (file) => {
      const at = path.join(folder, place, ...file.split('/'))
      const found = await Promise.all([readFile(at), stat(at)]).catch(() => undefined)
      return found ? [{ path: file, bytes: found[0], executable: (found[1].mode & 0o111) !== 0 }] : []
    }),
  )
  const known = { ...(published === undefined ? {} : { published }), ...(evidence ? { evidence } : {}) }
  return { name, version, artifact: { source, resolved, integrity, ...known, files: there.flat() } }
}

/** True when an installed pack's files are all gone (a clone without them, a clean-up). */
export async function isMissing(folder: string, pack: LockedPack): Promise<boolean> {
  return !(await exists(path.join(folder, pack.folder)))
}

/** Folders below `packs` that no lockfile needs, and empty ones, relative to the scope's own folder. */
export async function strayFolders(folder: string, known: readonly string[]): Promise<readonly string[]> {
  const packs = path.join(folder, 'packs')
  const below = async (place: string): Promise<readonly string[]> =>
    (await names(path.join(folder, place))).map((name) => `${place}/${name}`)
  const top = await below('packs')
  if (top.length === 0) return (await exists(packs)) ? ['packs'] : []
  const emptyOr = async (place: string): Promise<readonly string[]> => {
    const inside = await below(place)
    return inside.length === 0 ? [place] : inside
  }
  const named = (await Promise.all(top.map((one) => (/^packs\/@/.test(one) ? emptyOr(one) : [one])))).flat()
  const versions = await Promise.all(named.map(emptyOr))
  return versions.flat().filter((one) => !known.includes(one))
}

/** Removes every pack folder but the named ones, and what they leave empty. */
export async function sweepPacks(folder: string, keep: readonly string[]): Promise<void> {
  const packs = path.join(folder, 'packs')
  for (const name of await packNames(packs)) {
    for (const version of await names(path.join(packs, name))) {
      if (!keep.includes(`packs/${name}/${version}`))
        await rm(path.join(packs, name, version), { recursive: true, force: true })
    }
    await removeIfEmpty(path.join(packs, name))
    if (name.includes('/')) await removeIfEmpty(path.dirname(path.join(packs, name)))
  }
  await removeIfEmpty(packs)
}

async function packNames(packs: string): Promise<readonly string[]> {
  const top = await names(packs)
  const nested = await Promise.all(
    top.map(async (name) =>
      name.startsWith('@')
        ? (await names(path.join(packs, name))).map((inner) => `${name}/${inner}`)
        : [name],
    ),
  )
  return nested.flat()
}

async function filesIn(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
}

async function names(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    throw error
  })
}
