import type { Pack } from '../core/archive-pack.ts'
import { sha256 } from '../core/integrity.ts'
import { publishFaults, type Target } from '../core/publishing.ts'
import type { Spec } from '../core/spec.ts'
import type { Finding } from '../core/validate/finding.ts'
import { HooksError } from '../errors.ts'
import { readPackFolder } from '../io/folder.ts'
import { type PackageJson, parsePackageJson } from '../schema/package-json.ts'
import type { Context } from './context.ts'
import { findPack } from './find-pack.ts'
import { validatePack } from './validate-pack.ts'

/** A pack that can be published, and its package.json as others will get it. */
export interface Checked {
  readonly pack: Pack
  readonly described: PackageJson
  readonly warnings: readonly string[]
}

/** Where a pack is written, and what it is published as. */
export interface Source {
  /** The author's folder, absolute. */
  readonly folder: string
  /** What is published: an archive, or that folder. */
  readonly spec: Extract<Spec, { readonly path: string }>
  readonly kind: Target['kind']
}

/**
 * Checks a pack as `hooks validate` does in the author's folder, and what is published as installing does. Throws
 * `not-publishable` with everything that is wrong.
 */
export async function checkedPack({ folder, spec, kind }: Source, context: Context): Promise<Checked> {
  const { name, findings } = await validatePack(folder, true, context.cwd)
  const errors = findings.filter(({ level }) => level === 'error')
  if (errors.length > 0) throw notPublishable(name, errors.map(lineOf))
  const pack = await findPack(spec, context)
  const text = pack.artifact.files.find(({ path }) => path === 'package.json')?.bytes
  const described = parsePackageJson(new TextDecoder().decode(text), 'package.json')
  const faults = publishFaults(described, pack, kind)
  if (faults.length > 0) throw notPublishable(described.name, faults)
  const warnings = findings.filter(({ level }) => level === 'warning').map(lineOf)
  return { pack, described, warnings: [...warnings, ...(await changedOnTheWay(folder, pack))] }
}

function lineOf({ file, line, field, message }: Finding): string {
  return `${file}${line === undefined ? '' : `:${line}`}${field === undefined ? '' : ` ${field}`}: ${message}`
}

function notPublishable(name: string, faults: readonly string[]): HooksError {
  return new HooksError(
    'not-publishable',
    `\`${name}\` cannot be published:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    { hint: 'mend it; nothing was published. `hooks validate` shows the faults with what to do' },
  )
}

/** Files that are published otherwise than they lie in the folder: a script of the author's changes them for publishing. */
async function changedOnTheWay(folder: string, { artifact }: Pack): Promise<readonly string[]> {
  const hashes = new Map((await readPackFolder(folder)).map(({ path, bytes }) => [path, sha256(bytes)]))
  const changed = artifact.files.filter(({ path, bytes }) => hashes.get(path) !== sha256(bytes))
  return changed.map(({ path }) => `${path}: what is published is not what is in the folder now`)
}
