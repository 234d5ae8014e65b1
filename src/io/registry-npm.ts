import type { LockedPack } from '../core/lockfile.ts'
import type { Note } from '../core/notes.ts'
import { isOwnRegistry } from '../core/npmrc.ts'
import type { Fetched, NetworkMode, PackRegistry, Packument } from '../core/source.ts'
import { tarballAddress, withoutPassword } from '../core/tarball-address.ts'
import { HooksError } from '../errors.ts'
import type { NpmPackument, NpmVersion } from '../schema/packument.ts'
import type { SearchRow } from '../schema/registry.ts'
import { once, readNpmSettings } from './npm-config.ts'
import { type LookedUp, lookUpPackument, lookUpTimes, type Where } from './npm-packument.ts'
import type { Asking } from './npm-request.ts'
import { searchNpm } from './npm-search.ts'
import { tarballBytes } from './npm-tarball.ts'
import type { Place } from './scopes.ts'
import type { TrustedRoots } from './sigstore-root.ts'

/** What asking npm depends on. */
export interface NpmPlace extends Place {
  readonly network: NetworkMode
  readonly note?: (note: Note) => void
  /** Whose signatures of builds count: Sigstore's, unless told otherwise. */
  readonly roots?: TrustedRoots | undefined
}

/** Which registry: the one that npm is configured for, or one that our own settings name. */
export interface NpmOptions extends NpmPlace {
  /** As the lockfile records it. */
  readonly source: string
  /** The address of a registry that is to be asked whatever npm is configured for. */
  readonly url?: string
  /** Headers for that address, and for no other host. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A registry of npm's kind, which can also say why it does not have a package. */
export interface NpmRegistry extends PackRegistry {
  readonly absent: (name: string) => Promise<HooksError>
  /** Packs that match some words. */
  readonly search: (text: string) => Promise<readonly SearchRow[]>
}

interface Opened {
  readonly asking: Asking
  readonly where: (name: string) => Where
  readonly roots?: TrustedRoots | undefined
}

/** A registry of npm's kind. Nothing is loaded, read or asked before the first lookup; only bytes come out of it. */
export function npmRegistry(options: NpmOptions): NpmRegistry {
  let opening: Promise<Opened> | undefined
  const opened = (): Promise<Opened> => (opening ??= open(options))
  const lookUp = async (name: string): Promise<LookedUp> => {
    const { asking, where } = await opened()
    return lookUpPackument(name, where(name), asking)
  }
  return {
    source: options.source,
    packument: async (name, wanted) => {
      const { asking, where } = await opened()
      const result = await lookUpTimes(name, wanted?.timesAfter, { where: where(name), asking })
      return 'found' in result ? offered(result.found) : undefined
    },
    isOwn: async (name) => isOwnRegistry(name, (await opened()).asking.settings, options.url),
    absent: async (name) => {
      const result = await lookUp(name)
      return 'absent' in result ? result.absent : new HooksError('unexpected', `\`${name}\` is there`)
    },
    search: async (text) => {
      const { asking, where } = await opened()
      return searchNpm(text, where('hookpack'), asking)
    },
    fetch: async (name, version) => {
      const { asking, where, roots } = await opened()
      const found = versionIn(await lookUp(name), version, hostFor(name, where))
      if (found.deprecated !== undefined)
        once(asking.note, { code: 'pack-deprecated', pack: name, version, reason: found.deprecated })
      return fetchProven(found, { name, where: where(name), asking, roots })
    },
    refetch: async (name, locked) => {
      const { asking, where } = await opened()
      return refetchLocked({ name, where: where(name), asking }, locked, () => lookUp(name))
    },
  }
}

async function open(options: NpmOptions): Promise<Opened> {
  const { default: registryFetch } = await import('npm-registry-fetch')
  const asking = await openFor(options)
  const { url, headers } = options
  return {
    asking,
    roots: options.roots,
    where: (name) => ({
      registry: (url ?? registryFetch.pickRegistry(name, asking.settings)).trim().replace(/\/*$/, '/'),
      ...(url !== undefined && headers ? { headers } : {}),
    }),
  }
}

async function openFor({ env, cwd, network, note }: NpmPlace): Promise<Asking> {
  const settings = await readNpmSettings({ env, cwd }, note)
  const least = settings.offline ? 'offline' : settings.preferOffline ? 'prefer-offline' : 'online'
  return { settings, network: network === 'online' ? least : network, ...(note ? { note } : {}) }
}

function offered({ name, versions, tags, modified }: NpmPackument): Packument {
  return {
    name,
    tags,
    ...(modified === undefined ? {} : { modified }),
    versions: [...versions.values()].map(({ version, deprecated, published }) => ({
      version,
      yanked: false,
      ...(deprecated === undefined ? {} : { deprecated }),
      ...(published === undefined ? {} : { published }),
    })),
  }
}

function hostFor(name: string, where: Opened['where']): string {
  return new URL(where(name).registry).host
}

function versionIn(result: LookedUp, version: string, host: string): NpmVersion {
  if ('absent' in result) throw result.absent
  const { name, versions } = result.found
  const found = versions.get(version)
  if (found && (found.of ?? name) !== name) throw notOfIt(found, name, host)
  if (found) return found
  const newest = [...versions.keys()].slice(-5).toReversed().join(', ')
  throw new HooksError('version-not-found', `\`${host}\` has no version \`${version}\` of \`${name}\``, {
    hint: newest === '' ? 'it has no versions' : `newest versions: ${newest}`,
  })
}

/** A registry, or what is between, could give out what another package says of its version, with a good signature. */
function notOfIt({ of, version }: NpmVersion, name: string, host: string): HooksError {
  return new HooksError(
    'registry-answer',
    `what \`${host}\` says of \`${name}@${version}\` is not of that package: it says \`${of?.slice(0, 200)}\``,
    { hint: 'nothing was installed; tell whoever runs the registry' },
  )
}

interface Around {
  readonly name: string
  readonly where: Where
  readonly asking: Asking
}

/** The bytes of a version, and the best that proves where they come from. */
async function fetchProven(
  found: NpmVersion,
  { roots, ...around }: Around & Pick<Opened, 'roots'>,
): Promise<Fetched> {
  const fetched = await fetchVersion(found, around)
  // Its schemas cost a start of Node, which looking for packs need not pay.
  const { evidenceOf } = await import('./npm-evidence.ts')
  const evidence = await evidenceOf({ ...around, found, integrity: fetched.integrity }, roots)
  return evidence ? { ...fetched, evidence } : fetched
}

async function fetchVersion(found: NpmVersion, { name, where, asking }: Around): Promise<Fetched> {
  const { version, integrity } = found
  const what = `${name}@${version}`
  const { host } = new URL(where.registry)
  if (integrity === undefined)
    throw new HooksError('integrity-mismatch', `\`${host}\` names no sha512 integrity for \`${what}\``, {
      hint: 'choose a newer version',
    })
  const address = addressOf(found.tarball, where, asking)
  if (!address)
    throw new HooksError('registry-answer', `\`${host}\` names no address of \`${what}\` that can be used`, {
      hint: 'it has to be https; tell whoever runs the registry',
    })
  const bytes = await tarballBytes({ what, url: address.url, integrity, ...where }, asking)
  return { resolved: withoutPassword(found.tarball), integrity, bytes }
}

/**
 * A lockfile comes with the project, so it does not decide which host is asked: its address is used on the registry's own
 * host only. Else the registry says where the same bytes are.
 */
async function refetchLocked(
  around: Around,
  { version, resolved, integrity }: Pick<LockedPack, 'version' | 'resolved' | 'integrity'>,
  lookUp: () => Promise<LookedUp>,
): Promise<Fetched> {
  const { name, where, asking } = around
  const what = `${name}@${version}`
  const address = addressOf(resolved, where, asking)
  if (address?.own) {
    try {
      return {
        resolved,
        integrity,
        bytes: await tarballBytes({ what, url: address.url, integrity, ...where }, asking),
      }
    } catch (error) {
      // Mirrors keep the same bytes at other addresses.
      if (!(error instanceof HooksError) || error.code !== 'registry-answer') throw error
    }
  }
  const { host } = new URL(where.registry)
  const found = versionIn(await lookUp(), version, host)
  if (found.integrity !== integrity)
    throw new HooksError(
      'integrity-mismatch',
      `\`${host}\` has other bytes for \`${what}\` than the lockfile names`,
      {
        hint: `nothing was installed; see whether the lockfile or the registry is wrong before you take it anew`,
      },
    )
  return { ...(await fetchVersion(found, around)), resolved }
}

function addressOf(
  named: string,
  { registry }: Where,
  { settings }: Asking,
): ReturnType<typeof tarballAddress> {
  return tarballAddress(named, { registry, replace: settings.replaceRegistryHost })
}

/**
 * The bytes at an address that a user has typed, or a lockfile has for one. A token goes there only if npm is configured
 * for that very host.
 */
export async function fetchTarball(
  address: string,
  { integrity, ...place }: NpmPlace & { readonly integrity?: string },
): Promise<Fetched> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !tarballAddress(address, { registry: 'https://localhost/', replace: 'never' }))
    throw new HooksError('spec-invalid', `\`${address}\` is not an address that an archive is fetched from`, {
      hint: 'archives are fetched over https',
    })
  if (url.username !== '' || url.password !== '')
    throw new HooksError('spec-invalid', `the address on \`${url.host}\` has a name or a password in it`, {
      hint: 'it would be written into the lockfile: put it into your user .npmrc, as `//host/:_authToken`',
    })
  url.hash = ''
  const asking = await openFor(place)
  const bytes = await tarballBytes({ what: url.href, url: url.href, integrity }, asking)
  const { integrityOf } = await import('../core/integrity.ts')
  return { resolved: url.href, integrity: integrity ?? integrityOf(bytes), bytes }
}
