import path from 'node:path'
import { npmFailure } from '../core/npm-failure.ts'
import { type Publication, registryFor, scopeKey, type Target } from '../core/publishing.ts'
import { HooksError } from '../errors.ts'
import { readArchiveFile } from '../io/archive-file.ts'
import { type NpmPlace, npmPack, npmPublish, npmScript, npmSettings } from '../io/npm-steps.ts'
import { readText } from '../io/read.ts'
import { withScratch } from '../io/scratch.ts'
import { type PackageJson, parsePackageJson } from '../schema/package-json.ts'
import { type Checked, checkedPack } from './checked-pack.ts'
import type { Context } from './context.ts'

/** What `hooks publish` was asked to do with npm. */
export interface PublishRequest {
  /** As it was typed. */
  readonly folder: string
  readonly tag: string | undefined
  readonly access: string | undefined
  readonly otp: string | undefined
  readonly registry: string | undefined
  readonly provenance: boolean
  /** Passed on to `npm publish` as they are. */
  readonly npmFlags: readonly string[]
  readonly dryRun: boolean
  /** npm can ask the user. */
  readonly terminal: boolean
}

/** Shows what will be published, and throws unless the user wants it. */
export type Confirm = (publication: Publication) => Promise<void>

/**
 * Has npm put the pack into an archive, checks that archive as installing does, and has npm publish that very file: what
 * was checked and shown is what others get. The author's own scripts run as they do with `npm publish`.
 */
export async function publishToNpm(
  request: PublishRequest,
  context: Context,
  confirm: Confirm,
): Promise<Publication> {
  const place = { folder: path.resolve(context.cwd, request.folder), env: context.env }
  const scripts = await scriptsIn(place)
  return withScratch(async (scratch) => {
    if (scripts.has('prepublishOnly')) await npmScript(place, 'prepublishOnly')
    const file = await npmPack(place, scratch)
    const publication = await publicationOf(file, { request, place, context })
    if (request.dryRun) return publication
    await confirm(publication)
    await send(file, publication, { request, place })
    // npm runs `postpublish` by itself after `publish`.
    const after = ['publish', 'postpublish'].find((name) => scripts.has(name))
    if (after !== undefined) await npmScript(place, after)
    return publication
  })
}

/** The scripts that `npm publish` would run in the folder, unless npm is told to run none. */
async function scriptsIn(place: NpmPlace): Promise<ReadonlySet<string>> {
  const file = path.join(place.folder, 'package.json')
  const text = await readText(file)
  if (text === null) {
    throw new HooksError('pack-unreadable', `${place.folder} is not a pack: it has no package.json`, {
      hint: 'name the folder that holds package.json and hooks.json',
    })
  }
  const { scripts = {} } = parsePackageJson(text, file)
  const settings = await npmSettings(place, ['ignore-scripts', 'registry'])
  return new Set(settings['ignore-scripts'] === 'true' ? [] : Object.keys(scripts))
}

interface Around {
  readonly request: PublishRequest
  readonly place: NpmPlace
  readonly context: Context
}

async function publicationOf(file: string, { request, place, context }: Around): Promise<Publication> {
  const spec = { kind: 'archive', raw: file, path: file } as const
  const checked = await checkedPack({ folder: place.folder, spec, kind: 'npm' }, context)
  const target = await targetOf(checked, request, place)
  const { length: bytes } = await readArchiveFile(file)
  const { pack, described, warnings } = checked
  const archive = { bytes, integrity: pack.artifact.integrity }
  return { pack, name: described.name, target, archive, warnings, isThere: false }
}

async function targetOf(
  { described }: Checked,
  { registry, tag, access }: PublishRequest,
  place: NpmPlace,
): Promise<Target> {
  checkRegistry(described, registry)
  const scope = described.name.startsWith('@') ? [scopeKey(described.name)] : []
  const settings = await npmSettings(place, ['registry', 'tag', 'access', ...scope])
  const value = (key: string): string | undefined => stringIn(described.publishConfig, key) ?? settings[key]
  return {
    kind: 'npm',
    registry: registryFor(described, settings, registry),
    tag: tag ?? value('tag') ?? 'latest',
    access: access ?? value('access') ?? null,
  }
}

function stringIn(config: PackageJson['publishConfig'], key: string): string | undefined {
  const value = config?.[key]
  return typeof value === 'string' ? value : undefined
}

/** Versions of npm do not agree on which of two registries wins; so there may be only one. */
function checkRegistry(described: PackageJson, asked: string | undefined): void {
  if (asked === undefined) return
  const said = registryFor(described, {}, undefined)
  if (said === '' || said.replace(/\/*$/, '/') === asked) return
  throw new HooksError('usage', `package.json says it is published to \`${said}\`, not to \`${asked}\``, {
    hint: 'leave `--registry` out, or take the registry out of `publishConfig`',
  })
}

async function send(
  file: string,
  { name, pack, target }: Publication,
  { request, place }: Pick<Around, 'request' | 'place'>,
): Promise<void> {
  const { registry, tag, access, otp, provenance, npmFlags, terminal } = request
  const given = Object.entries({ tag, access, otp, registry })
  const ours = given.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}=${value}`]))
  // A registry that npm's configuration names for the namespace would go before `--registry`.
  if (registry !== undefined && name.startsWith('@')) ours.push(`--${scopeKey(name)}=${registry}`)
  if (provenance) ours.push('--provenance')
  const end = await npmPublish(place, file, { theirs: npmFlags, ours })
  if (end.status === 0) return
  const where = target.kind === 'npm' ? target.registry : target.folder
  throw npmFailure(end.stderr, { what: `${name}@${pack.version}`, registry: where, terminal })
}
