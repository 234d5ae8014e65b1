import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { sha256 } from '../../core/integrity.ts'
import type {
  RootPart,
  Signed,
  SignedPart,
  SnapshotPart,
  Target,
  Targets,
  TargetsPart,
  TimestampPart,
} from '../../core/signing/metadata.ts'
import type { Metadata } from '../../core/signing/sign.ts'
import { HooksError } from '../../errors.ts'
import { parseJson } from '../../schema/json.ts'
import { codeOf, reason } from '../read.ts'
import { folderFiles } from '../static/folder-files.ts'
import { LIMITS } from '../static/limits.ts'

/** The folder of signed metadata in a registry. */
export const METADATA = 'metadata'

type Read = <T extends SignedPart>(name: string) => Promise<Signed<T> | undefined>

/** What is signed already in the registry in a folder: the newest root, and what the timestamp leads to. */
export async function readMetadata(folder: string): Promise<Partial<Metadata>> {
  const read = reader(folder)
  const root = await newestRoot(folder, read)
  const timestamp = root && (await read<TimestampPart>('timestamp.json'))
  const meta = timestamp?.signed.meta?.['snapshot.json']
  const snapshot = meta && (await read<SnapshotPart>(`${meta.version}.snapshot.json`))
  const versions = snapshot?.signed.meta ?? {}
  const bins: Record<string, Signed<TargetsPart>> = {}
  for (const [file, { version }] of Object.entries(versions)) {
    const bin = file === 'targets.json' ? undefined : await read<TargetsPart>(`${version}.${file}`)
    if (bin) bins[file.replace(/\.json$/, '')] = bin
  }
  const targets =
    versions['targets.json'] && (await read<TargetsPart>(`${versions['targets.json'].version}.targets.json`))
  return {
    ...(root ? { root } : {}),
    ...(timestamp ? { timestamp } : {}),
    ...(snapshot ? { snapshot } : {}),
    ...(targets ? { targets } : {}),
    bins,
  }
}

async function newestRoot(folder: string, read: Read): Promise<Signed<RootPart> | undefined> {
  const names = await namesIn(path.join(folder, METADATA))
  const versions = names.flatMap((name) => /^(\d+)\.root\.json$/.exec(name)?.[1] ?? []).map(Number)
  return versions.length === 0 ? undefined : read<RootPart>(`${Math.max(...versions)}.root.json`)
}

function reader(folder: string): Read {
  const called = { name: path.basename(folder), base: folder, mend: 'restore the file, from git for example' }
  const files = folderFiles(folder, called)
  return async <T extends SignedPart>(name: string) => {
    const file = `${METADATA}/${name}`
    const bytes = await files.current(file, { limit: LIMITS.roles, seconds: () => 0 })
    if (!bytes) return undefined
    const parsed = parseJson(new TextDecoder().decode(bytes))
    const value = 'value' in parsed ? (parsed.value as Partial<Signed<T>> | null) : null
    if (value?.signed && Array.isArray(value.signatures)) return value as Signed<T>
    throw new HooksError('registry-invalid', `${path.join(folder, file)} is no signed metadata`, {
      hint: called.mend,
    })
  }
}

/** So many files are read side by side. */
const AT_ONCE = 64

/** The files of a registry that are to be signed: those at the top, which every reader needs, and the others. */
export async function targetsIn(
  folder: string,
  top: readonly string[],
): Promise<{ readonly top: Targets; readonly listed: Targets }> {
  const called = { name: path.basename(folder), base: folder, mend: 'build the registry again' }
  const files = folderFiles(folder, called)
  const targetOf = async (name: string): Promise<[string, Target]> => {
    const bytes = await files.current(name, { limit: LIMITS.advisories, seconds: () => 0 })
    if (!bytes)
      throw new HooksError('registry-invalid', `${path.join(folder, name)} is missing`, { hint: called.mend })
    return [name, { length: bytes.length, hashes: { sha256: sha256(bytes) } }]
  }
  const names = (await namesIn(path.join(folder, 'pkg'))).filter((name) => name.endsWith('.ndjson'))
  const listed: [string, Target][] = []
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE).map((name) => path.posix.join('pkg', ...name.split(path.sep)))
    listed.push(...(await Promise.all(some.map(targetOf))))
  }
  return {
    top: Object.fromEntries(await Promise.all(top.map(targetOf))),
    listed: Object.fromEntries(listed),
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw new HooksError('registry-invalid', `${folder} cannot be read: ${reason(error)}`, { cause: error })
  })
  return names.sort()
}
