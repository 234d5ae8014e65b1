import path from 'node:path'
import { readArchiveTwice } from '../core/archive/agree.ts'
import { ArchiveError } from '../core/archive/error.ts'
import type { ArchiveFile } from '../core/archive/read.ts'
import { writeArchive } from '../core/archive/write.ts'
import type { Artifact, Pack } from '../core/archive-pack.ts'
import { integrityOf, sha256 } from '../core/integrity.ts'
import { didYouMean } from '../core/nearest.ts'
import { chooseVersion } from '../core/resolve.ts'
import type { Spec } from '../core/spec.ts'
import { HooksError } from '../errors.ts'
import { readPackFolder } from '../io/folder.ts'
import { fetchFromNpm } from '../io/registry-npm.ts'
import { openRegistry, readMeta, readSearch, readTarball, readVersions } from '../io/registry-static.ts'
import type { Meta } from '../schema/registry.ts'
import type { Context } from './context.ts'
import { ownName, type PackSource, readPack } from './read-pack.ts'

/** Resolves a spec, fetches and verifies its bytes, and reads the pack in them. Nothing is written. */
export async function findPack(
  spec: Spec,
  context: Context,
  optionsFor: (name: string) => Readonly<Record<string, unknown>>,
): Promise<Pack> {
  return readPack(await fetchSource(spec, context), optionsFor)
}

async function fetchSource(spec: Spec, context: Context): Promise<PackSource> {
  switch (spec.kind) {
    case 'registry':
      return fromRegistry(spec.name, spec.range, context)
    case 'npm':
      return fromNpm(spec.name, spec.range, context)
    case 'folder':
      return fromFolder(spec.path, context)
  }
}

async function fromRegistry(name: string, range: string, { registryDir }: Context): Promise<PackSource> {
  const registry = await openRegistry(registryDir)
  const lines = await readVersions(registry, name)
  if (!lines) {
    const names = (await readSearch(registry)).map((row) => row.name)
    throw new HooksError('pack-not-found', `the registry \`${registry.info.name}\` has no pack \`${name}\``, {
      hint:
        didYouMean(name, names) ??
        `\`hooks search\` lists what there is; for a pack on npm write \`npm:${name}\``,
    })
  }
  const versions = lines.map((line) => ({ version: line.vers, yanked: line.yanked !== null }))
  const version = chooseVersion({ name, versions, tags: {} }, range === 'latest' ? '*' : range)
  const line = lines.findLast((candidate) => candidate.vers === version)
  if (!line) throw new HooksError('version-not-found', `\`${name}\` has no version \`${version}\``)
  const { bytes, address } = await readTarball(registry, line)
  const files = await filesOf(bytes, `${name}@${version}`)
  checkFiles(files, await readMeta(registry, line))
  const artifact: Artifact = {
    source: `registry:${registry.info.name}`,
    resolved: address,
    integrity: line.integrity,
    files,
  }
  return { name, version, artifact }
}

async function fromNpm(name: string, range: string, { env }: Context): Promise<PackSource> {
  const tarball = await fetchFromNpm(name, range, env)
  const files = await filesOf(tarball.bytes, `${name}@${tarball.version}`)
  const artifact: Artifact = {
    source: 'npm',
    resolved: tarball.resolved,
    integrity: tarball.integrity,
    files,
  }
  return { name: ownName(name), version: tarball.version, artifact }
}

async function fromFolder(typed: string, { cwd, env }: Context): Promise<PackSource> {
  const folder = path.resolve(cwd, typed.replace(/^~(?=$|[/\\])/, env['HOME'] ?? '~'))
  const files = await readPackFolder(folder)
  const archive = await refusing(typed, () => writeArchive(files))
  // What is installed is what publishing would give, read back with the same care as a download.
  const artifact: Artifact = {
    source: 'folder',
    resolved: folder,
    integrity: integrityOf(archive),
    files: await filesOf(archive, typed),
  }
  return { artifact }
}

async function filesOf(bytes: Uint8Array, what: string): Promise<readonly ArchiveFile[]> {
  return refusing(what, () => readArchiveTwice(bytes))
}

async function refusing<T>(what: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    const entry = error.entry === undefined ? '' : ` (\`${error.entry}\`)`
    throw new HooksError(
      'archive-refused',
      `the archive of \`${what}\` is refused: ${error.reason.replaceAll('-', ' ')}${entry}`,
      {
        hint: 'nothing was installed; this is for the author of the pack to mend',
        cause: error,
      },
    )
  }
}

/** The registry also signs for every single file: the archive must hold these files and no others. */
function checkFiles(files: readonly ArchiveFile[], meta: Meta): void {
  const said = meta.files.map((file) => `${file.path} ${file.sha256}`).sort()
  const got = files.map((file) => `${file.path} ${sha256(file.bytes)}`).sort()
  const wrong = got.find((line, index) => line !== said[index]) ?? said[got.length]
  if (wrong === undefined) return
  throw new HooksError(
    'integrity-mismatch',
    `\`${wrong.split(' ')[0]}\` in \`${meta.name}@${meta.vers}\` is not what the registry says`,
    {
      hint: 'nothing was installed; the registry is damaged or was tampered with',
    },
  )
}
