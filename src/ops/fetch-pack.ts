import path from 'node:path'
import { readArchiveTwice } from '../core/archive/agree.ts'
import { ArchiveError } from '../core/archive/error.ts'
import type { ArchiveFile } from '../core/archive/read.ts'
import { writeArchive } from '../core/archive/write.ts'
import type { Artifact } from '../core/archive-pack.ts'
import { integrityOf, sha256 } from '../core/integrity.ts'
import type { LockedPack } from '../core/lockfile.ts'
import type { Note } from '../core/notes.ts'
import { ownName } from '../core/requirements.ts'
import type { Scope } from '../core/scope.ts'
import type { Fetched } from '../core/source.ts'
import { parseSpec, type Spec } from '../core/spec.ts'
import { HooksError } from '../errors.ts'
import { readArchiveFile } from '../io/archive-file.ts'
import { readPackFolder } from '../io/folder.ts'
import { readGitPack } from '../io/git.ts'
import { absolute } from '../io/portable.ts'
import type { Context } from './context.ts'
import type { PackSource } from './read-pack.ts'
import type { Found } from './sources.ts'

/** One version of a pack that a registry has: its bytes, verified, and the files in them. */
export async function fetchVersion(
  { registry, packument: { name, versions } }: Found,
  version: string,
): Promise<PackSource> {
  const fetched = await naming(`${name}@${version}`, () => registry.fetch(name, version))
  const artifact = await artifactOf(fetched, registry.source, `${name}@${version}`)
  const published = versions.find((one) => one.version === version)?.published
  return {
    name: ownName(name),
    version,
    artifact: { ...artifact, ...(published === undefined ? {} : { published }) },
  }
}

/** A registry names the file that is not kept; people have asked for a pack. */
export async function naming<T>(pack: string, fetch: () => Promise<T>): Promise<T> {
  try {
    return await fetch()
  } catch (error) {
    if (!(error instanceof HooksError) || error.code !== 'offline' || error.message.includes(pack))
      throw error
    const { message, hint } = error
    throw new HooksError('offline', `\`${pack}\` cannot be had: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
      cause: error,
    })
  }
}

/** A pack that is not in a registry: a folder, an archive here or elsewhere, a commit of a repository. */
export async function fetchElsewhere(
  spec: Exclude<Spec, { readonly range: string }>,
  context: Context,
  more: { readonly note?: (note: Note) => void; readonly integrity?: string } = {},
): Promise<PackSource> {
  context.step?.(`reading ${spec.raw}`)
  switch (spec.kind) {
    case 'folder':
      return {
        artifact: await canonical(
          await readPackFolder(placeOf(spec.path, context)),
          'folder',
          spec.path,
          placeOf(spec.path, context),
        ),
      }
    case 'archive': {
      const file = placeOf(spec.path, context)
      return { artifact: await archived(await readArchiveFile(file), 'archive', file) }
    }
    case 'url': {
      const { fetchTarball } = await import('../io/registry-npm.ts')
      const fetched = await fetchTarball(spec.url, { ...context, ...more })
      return { artifact: await artifactOf(fetched, 'url', spec.url) }
    }
    case 'git': {
      if (context.network === 'offline' && !spec.url.startsWith('file:')) throw offline(spec.raw)
      const { commit, files } = await readGitPack(spec.url, spec.ref, context.env)
      return { artifact: await canonical(files, `git+${spec.url}`, spec.raw, `git+${spec.url}#${commit}`) }
    }
  }
}

/** The bytes that a lockfile names, from where it says they were. Throws `integrity-mismatch` if they are others now. */
export async function refetchElsewhere(
  name: string,
  locked: LockedPack,
  { context, scope }: { readonly context: Context; readonly scope: Scope },
): Promise<PackSource> {
  const onDisk = locked.source === 'folder' || locked.source === 'archive'
  const spec = onDisk ? `file:${absolute(locked.resolved, scope)}` : locked.resolved
  const { integrity } = locked
  const place = parseSpec(spec) as Exclude<Spec, { readonly range: string }>
  const found = await fetchElsewhere(place, context, { integrity })
  if (found.artifact.integrity === locked.integrity) return found
  throw new HooksError(
    'integrity-mismatch',
    `\`${locked.resolved}\` is not what was installed of \`${name}\``,
    {
      hint: `look at what changed; \`hooks update ${name}\` takes it as it is now`,
    },
  )
}

function placeOf(typed: string, { cwd, env }: Context): string {
  return path.resolve(cwd, typed.replace(/^~(?=$|[/\\])/, env['HOME'] ?? '~'))
}

/** Files that had no archive: what is installed is what publishing would give, read with the same care as a download. */
async function canonical(
  files: readonly ArchiveFile[],
  source: string,
  called: string,
  resolved: string,
): Promise<Artifact> {
  const archive = await refusing(called, () => writeArchive(files))
  return {
    source,
    resolved,
    integrity: integrityOf(archive),
    files: await filesOf(archive, called),
    archive,
  }
}

async function archived(bytes: Uint8Array, source: string, resolved: string): Promise<Artifact> {
  return {
    source,
    resolved,
    integrity: integrityOf(bytes),
    files: await filesOf(bytes, resolved),
    archive: bytes,
  }
}

/** What bytes hold that have been checked as a whole; if their registry knows each file, it must hold these and no others. */
export async function artifactOf(fetched: Fetched, source: string, called: string): Promise<Artifact> {
  const { resolved, integrity } = fetched
  const files = await filesOf(fetched.bytes, called)
  if (fetched.files) checkFiles(files, fetched.files, called)
  const proof = fetched.evidence === undefined ? {} : { evidence: fetched.evidence }
  return { source, resolved, integrity, ...proof, files, archive: fetched.bytes }
}

async function filesOf(bytes: Uint8Array, called: string): Promise<readonly ArchiveFile[]> {
  return refusing(called, () => readArchiveTwice(bytes))
}

async function refusing<T>(called: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    const entry = error.entry === undefined ? '' : ` (\`${error.entry}\`)`
    throw new HooksError(
      'archive-refused',
      `the archive of \`${called}\` is refused: ${error.reason.replaceAll('-', ' ')}${entry}`,
      { hint: 'nothing was installed; this is for the author of the pack to mend', cause: error },
    )
  }
}

function checkFiles(
  files: readonly ArchiveFile[],
  said: Readonly<Record<string, string>>,
  called: string,
): void {
  const got = Object.fromEntries(files.map((file) => [file.path, sha256(file.bytes)]))
  const wrong = [...Object.keys(got), ...Object.keys(said)].find((name) => got[name] !== said[name])
  if (wrong === undefined) return
  throw new HooksError('integrity-mismatch', `\`${wrong}\` in \`${called}\` is not what the registry says`, {
    hint: 'nothing was installed; the registry is damaged or was tampered with',
  })
}

function offline(what: string): HooksError {
  return new HooksError('offline', `\`${what}\` is a repository, and the network is not to be used`, {
    hint: 'do it once with the network: what is installed then is kept',
  })
}
