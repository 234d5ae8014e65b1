import path from 'node:path'
import type { Note } from '../core/notes.ts'
import { HooksError } from '../errors.ts'
import { leaveOutProject } from './project-npmrc.ts'
import { codeOf } from './read.ts'
import type { Place } from './scopes.ts'

/** npm's settings, as npm's own libraries take them; the ones that are used here by name. */
export interface NpmSettings {
  readonly registry: string
  /** The address of npm's public registry, with a `/` at its end. */
  readonly npms: string
  /** The folder that npm keeps Sigstore's root in. */
  readonly tufCache: string
  /** The folder that npm keeps answers in. */
  readonly cache: string
  readonly offline: boolean
  readonly preferOffline: boolean
  readonly preferOnline: boolean
  /** `never`, `always`, or the host or address whose files are read as the registry's own. */
  readonly replaceRegistryHost: string
  readonly retry: {
    readonly retries: number
    readonly factor: number
    readonly minTimeout: number
    readonly maxTimeout: number
  }
  /** Milliseconds. */
  readonly timeout: number
  /** `@scope:registry`, `//host/:_authToken`, proxies, certificates. */
  readonly [key: string]: unknown
}

/**
 * npm's own settings, from the user's and the global file and the environment. Those of a project's `.npmrc` are not
 * used; `note` is told which. Costs some tens of milliseconds, so it is asked for npm lookups only.
 */
export async function readNpmSettings(place: Place, note?: (note: Note) => void): Promise<NpmSettings> {
  const { ignored, env } = await leaveOutProject(place)
  for (const { file, keys } of ignored) once(note, { code: 'npmrc-ignored', file, keys })
  try {
    return (await loaded(env)) as unknown as NpmSettings
  } catch (error) {
    throw new HooksError(
      codeOf(error) === 'ERR_INVALID_AUTH' ? 'registry-auth' : 'registry-unreachable',
      `npm's settings cannot be used: ${firstLine(error)}`,
      { hint: '`npm config list` shows them, `npm config fix` mends old ones', cause: error },
    )
  }
}

async function loaded(env: Place['env']): Promise<Record<string, unknown>> {
  const [{ default: Config }, definitions] = await Promise.all([
    import('@npmcli/config'),
    import('@npmcli/config/lib/definitions/index.js'),
  ])
  const { definitions: known, shorthands, flatten, nerfDarts } = definitions.default
  const config = new Config({
    npmPath: npmFolder(),
    definitions: known,
    shorthands,
    flatten,
    nerfDarts,
    // In this mode npm reads no project's file, wherever `cwd` is.
    argv: ['node', 'npm', '--location=global'],
    cwd: path.dirname(process.execPath),
    // npm writes into the environment that it is given.
    env: { ...env },
    warn: false,
  })
  await config.load()
  config.validate()
  const own = config.isDefault('user-agent') ? { userAgent: `hookpack node/${process.version}` } : {}
  const { replaceRegistryHost: replace } = config.flat
  // npm's word for its public registry, whose address npm's own definitions have.
  const host = replace === 'npmjs' ? new URL(known.registry.default).hostname : replace
  return { ...config.flat, ...own, npms: known.registry.default, replaceRegistryHost: host }
}

/** Where Node's installers put npm; some of them leave a file with settings in it. */
function npmFolder(): string {
  const bin = path.dirname(process.execPath)
  return process.platform === 'win32'
    ? path.join(bin, 'node_modules', 'npm')
    : path.join(bin, '..', 'lib', 'node_modules', 'npm')
}

const told = new WeakMap<(note: Note) => void, Set<string>>()

/** Tells a note, unless it has been told to the same listener: there is one listener for each command. */
export function once(note: ((note: Note) => void) | undefined, value: Note): void {
  if (!note) return
  const before = told.get(note) ?? new Set()
  told.set(note, before)
  const text = JSON.stringify(value)
  if (before.has(text)) return
  before.add(text)
  note(value)
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
