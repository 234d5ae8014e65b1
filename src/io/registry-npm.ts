import path from 'node:path'
import Keyv from 'keyv'
import { integrityOf } from '../core/integrity.ts'
import { chooseVersion, type Packument } from '../core/resolve.ts'
import { HooksError } from '../errors.ts'
import { codeOf } from './read.ts'

/** A tarball from npm whose bytes have been checked against the integrity that the registry names. */
export interface NpmTarball {
  readonly bytes: Uint8Array
  readonly version: string
  readonly resolved: string
  readonly integrity: string
}

type Env = Readonly<Record<string, string | undefined>>

/** What this process has downloaded: a plan that has to be made again does not fetch again. */
const downloads = new Keyv<NpmTarball>()

/** Resolves and downloads one package. Only bytes leave this function: no script runs, nothing is written. */
export async function fetchFromNpm(name: string, range: string, env: Env): Promise<NpmTarball> {
  const known = await downloads.get(`${name}@${range}`)
  if (known) return known
  const tarball = await download(name, range, env)
  await downloads.set(`${name}@${range}`, tarball)
  return tarball
}

async function download(name: string, range: string, env: Env): Promise<NpmTarball> {
  const { default: pacote } = await import('pacote')
  const options = await npmOptions(env)
  try {
    const packument = await pacote.packument(name, options)
    const version = chooseVersion(versionsOf(packument), range)
    const dist = packument.versions[version]?.dist
    if (!dist?.integrity?.startsWith('sha512-')) {
      throw new HooksError('integrity-mismatch', `npm names no sha512 integrity for \`${name}@${version}\``, {
        hint: 'choose a newer version',
      })
    }
    // Not `pacote.tarball`: with an integrity that does not match it waits for ever (21.5.3). The bytes are checked here.
    const { default: fetch } = await import('npm-registry-fetch')
    const bytes = await (await fetch(dist.tarball, { ...options, spec: name })).buffer()
    if (integrityOf(bytes) !== dist.integrity) throw tampered(name, version)
    return { bytes, version, resolved: dist.tarball, integrity: dist.integrity }
  } catch (error) {
    throw error instanceof HooksError ? error : npmError(name, error)
  }
}

interface NpmPackument {
  readonly name: string
  readonly versions: Readonly<Record<string, unknown>>
  readonly 'dist-tags'?: Readonly<Record<string, string | undefined>>
}

function versionsOf(packument: NpmPackument): Packument {
  const tags = Object.entries(packument['dist-tags'] ?? {}).filter(
    (tag): tag is [string, string] => tag[1] !== undefined,
  )
  return {
    name: packument.name,
    versions: Object.keys(packument.versions).map((version) => ({ version, yanked: false })),
    tags: Object.fromEntries(tags),
  }
}

/**
 * npm's own settings (registry, scopes, tokens, proxies) from the user's and global files and the environment.
 * A project's `.npmrc` is not read: it could send the user's token to a host of its choice.
 */
async function npmOptions(env: Env): Promise<Record<string, unknown>> {
  const [{ default: Config }, definitions] = await Promise.all([
    import('@npmcli/config'),
    import('@npmcli/config/lib/definitions/index.js'),
  ])
  const { definitions: known, shorthands, flatten, nerfDarts } = definitions.default
  const elsewhere = path.dirname(process.execPath)
  const config = new Config({
    npmPath: elsewhere,
    definitions: known,
    shorthands,
    flatten,
    nerfDarts,
    argv: [],
    cwd: elsewhere,
    env,
    warn: false,
  })
  await config.load()
  return { ...config.flat }
}

function npmError(name: string, error: unknown): HooksError {
  switch (codeOf(error)) {
    case 'E404':
      return new HooksError('pack-not-found', `npm has no package \`${name}\``, {
        hint: 'check the name; a private package needs a token in your user .npmrc',
        cause: error,
      })
    case 'E401':
    case 'E403':
      return new HooksError('registry-unreachable', `npm refuses \`${name}\`: not signed in, or no rights`, {
        hint: 'run `npm login` for that registry',
        cause: error,
      })
    case 'EINTEGRITY':
      return tampered(name, 'that version')
    default:
      return new HooksError(
        'registry-unreachable',
        `npm cannot be asked for \`${name}\` (${codeOf(error) || String(error)})`,
        {
          hint: 'check the network and `npm config get registry`',
          cause: error,
        },
      )
  }
}

function tampered(name: string, version: string): HooksError {
  return new HooksError(
    'integrity-mismatch',
    `the bytes of \`${name}\` (${version}) are not what npm says they are`,
    { hint: 'nothing was installed' },
  )
}
