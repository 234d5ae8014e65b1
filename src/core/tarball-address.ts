/** A registry, and which hosts' addresses are read as its own (npm's `replace-registry-host`). */
export interface RegistryHost {
  readonly registry: string
  readonly replace: string
}

/** Where to fetch a tarball. */
export interface TarballAddress {
  readonly url: string
  /** True on the registry's own host. */
  readonly own: boolean
}

/**
 * The address of a tarball that a registry or a lockfile names, as npm reads it: npm's public registry stands for the
 * configured one. Undefined for what must not be fetched: other protocols, and plain http, except to this machine or
 * where the registry itself is asked over http.
 */
export function tarballAddress(
  named: string,
  { registry, replace }: RegistryHost,
): TarballAddress | undefined {
  if (!URL.canParse(named)) return undefined
  const base = new URL(registry)
  const url = new URL(named)
  if (!/^https?:$/.test(url.protocol)) return undefined
  const path = replacedPath(url, replace)
  if (path !== undefined) moveTo(url, base, path)
  // A registry behind a proxy that does the encryption may name itself without it.
  if (url.host === base.host) url.protocol = base.protocol
  const own = url.host === base.host
  return url.protocol === 'https:' || isLoopback(url) || base.protocol === 'http:'
    ? { url: url.href, own }
    : undefined
}

/** The path that is looked for on the registry's host instead; undefined if the address stays as it is. */
function replacedPath(url: URL, replace: string): string | undefined {
  if (replace === 'never') return undefined
  if (replace === 'always') return url.pathname
  if (!URL.canParse(replace)) return url.hostname === replace ? url.pathname : undefined
  const { host, pathname } = new URL(replace)
  return url.host === host && url.pathname.startsWith(pathname)
    ? url.pathname.slice(pathname.length)
    : undefined
}

function moveTo(url: URL, base: URL, path: string): void {
  url.protocol = base.protocol
  url.host = base.host
  url.port = base.port
  const above = base.pathname.replace(/\/*$/, '/')
  url.pathname = path.startsWith(above) ? path : above + path.replace(/^\/+/, '')
}

/** True for an address on this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** An address as it may be written into files that others read. */
export function withoutPassword(address: string): string {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return url.href
}
