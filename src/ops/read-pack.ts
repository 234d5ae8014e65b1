import type { ArchiveFile } from '../core/archive/read.ts'
import { type Artifact, MOST_DESCRIPTION, type Pack } from '../core/archive-pack.ts'
import { packNameFault } from '../core/pack-name.ts'
import { ownName } from '../core/requirements.ts'
import { HooksError } from '../errors.ts'
import { parseJson } from '../schema/json.ts'
import { type Manifest, parseManifest } from '../schema/manifest.ts'
import { checkOptions } from '../schema/options.ts'

/** Verified files, and the name and version under which they were found; a folder knows only its own package.json. */
export interface PackSource {
  readonly name?: string
  readonly version?: string
  readonly artifact: Artifact
}

interface PackageJson {
  readonly name?: unknown
  readonly version?: unknown
  readonly description?: unknown
  readonly dependencies?: unknown
  readonly bundleDependencies?: unknown
  readonly bundledDependencies?: unknown
}

/**
 * Reads a pack out of verified files. Without options (`undefined`) they are not checked: whoever only looks at a pack
 * need not set what it requires. Throws `pack-unreadable`, `manifest-invalid` or `options-invalid`.
 */
export async function readPack(
  source: PackSource,
  optionsFor: (name: string) => Readonly<Record<string, unknown>> | undefined,
): Promise<Pack> {
  const { files } = source.artifact
  const described = packageJson(files, source.name)
  const name = source.name ?? ownName(textFor(described.name))
  checkIdentity(source, described, name)
  checkDependencies(name, described)
  const text = textOf(files, 'hooks.json')
  if (text === undefined)
    throw new HooksError('pack-unreadable', `\`${name}\` is not a pack: it has no hooks.json`, {
      hint: 'packs are npm packages with a hooks.json; see docs/pack-authoring.md',
    })
  const manifest = parseManifest(text, name)
  checkModules(name, manifest, files)
  const given = optionsFor(name)
  return {
    name,
    version: textFor(described.version),
    description: typeof described.description === 'string' ? described.description : '',
    artifact: source.artifact,
    manifest,
    options: given ? await checkOptions(name, manifest.options, given) : await defaultsOf(name, manifest),
  }
}

/** The options of a pack of which nobody has set any; none if it requires some. A schema that is none is still a fault. */
async function defaultsOf(name: string, manifest: Manifest): Promise<Pack['options']> {
  try {
    return await checkOptions(name, manifest.options, {})
  } catch (error) {
    if (error instanceof HooksError && error.code === 'options-invalid') return {}
    throw error
  }
}

/** The name of a pack that was found, before it is read. */
export function ownNameOf({ name, artifact }: PackSource): string {
  return name ?? ownName(textFor(packageJson(artifact.files).name))
}

function packageJson(files: readonly ArchiveFile[], name = 'this folder'): PackageJson {
  const text = textOf(files, 'package.json')
  const parsed = parseJson(text ?? '')
  if ('value' in parsed && typeof parsed.value === 'object' && parsed.value !== null) return parsed.value
  const why = text === undefined || 'value' in parsed ? '' : `: ${parsed.fault}`
  throw new HooksError('pack-unreadable', `\`${name}\` has no readable package.json${why}`, {
    hint: 'this is for the author of the pack to mend',
  })
}

/** What is inside must be what was asked for: a registry cannot hand out one pack under another's name. */
function checkIdentity(source: PackSource, described: PackageJson, name: string): void {
  const sameName = typeof described.name === 'string' && ownName(described.name) === name
  const fault = packNameFault(name)
  if (typeof described.name === 'string' && fault !== undefined)
    throw new HooksError('pack-unreadable', `\`${name}\` ${fault}`, {
      hint: 'its author has to give it another name',
    })
  const sameVersion = source.version === undefined || described.version === source.version
  if (sameName && sameVersion && /^\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(textFor(described.version))) return
  throw new HooksError(
    'pack-unreadable',
    `the package.json of \`${name}\` says \`${textFor(described.name)}@${textFor(described.version)}\``,
    {
      hint: 'it needs the name it is asked for by, and a version such as 1.0.0',
    },
  )
}

function checkDependencies(name: string, described: PackageJson): void {
  const { dependencies } = described
  const bundled = described.bundleDependencies ?? described.bundledDependencies
  const names = typeof dependencies === 'object' && dependencies !== null ? Object.keys(dependencies) : []
  const missing =
    bundled === true ? [] : names.filter((one) => !(Array.isArray(bundled) && bundled.includes(one)))
  if (missing.length === 0) return
  throw new HooksError(
    'pack-unreadable',
    `\`${name}\` needs packages that it does not contain: ${missing.join(', ')}`,
    {
      hint: 'packs are installed without npm; their author has to bundle what they use',
    },
  )
}

function checkModules(name: string, manifest: Manifest, files: readonly ArchiveFile[]): void {
  const paths = new Set(files.map((file) => file.path))
  const missing = manifest.hooks.flatMap(({ handler }, index) =>
    Object.entries(handler).flatMap(([kind, file]) =>
      (kind === 'module' || kind === 'script') && !paths.has(String(file))
        ? [`  hooks[${index}].handler.${kind}: the pack has no file \`${String(file)}\``]
        : [],
    ),
  )
  if (missing.length === 0) return
  throw new HooksError(
    'manifest-invalid',
    `the manifest of \`${name}\` is not valid:\n${missing.join('\n')}`,
    { hint: 'its author has to build it, and to name what is built in `files` of package.json' },
  )
}

/** Any value of JSON as a text; not every object has one of its own. */
function textFor(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')
}

function textOf(files: readonly ArchiveFile[], path: string): string | undefined {
  const file = files.find((candidate) => candidate.path === path)
  if (file && file.bytes.length > MOST_DESCRIPTION)
    throw new HooksError('file-too-large', `the pack's ${path} is larger than ${MOST_DESCRIPTION} bytes`, {
      hint: 'this is for the author of the pack to mend',
    })
  return file && new TextDecoder().decode(file.bytes)
}
