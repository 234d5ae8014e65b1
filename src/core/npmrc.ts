/** Settings of npm that decide which hosts are asked, with what, through what, and what is kept of the answers. */
const NETWORK_KEYS = new Set([
  ...['registry', 'scope', 'userconfig', 'globalconfig', 'prefix', 'cache', 'cache-max', 'cache-min'],
  ...['proxy', 'https-proxy', 'http-proxy', 'noproxy', 'no-proxy', 'local-address', 'maxsockets'],
  ...['ca', 'cafile', 'cert', 'key', 'certfile', 'keyfile', 'strict-ssl', 'auth-type', 'always-auth', 'otp'],
  ...['_auth', '_authtoken', '-authtoken', '_password', 'username', 'email', 'user-agent'],
  ...[
    'fetch-retries',
    'fetch-retry-factor',
    'fetch-retry-mintimeout',
    'fetch-retry-maxtimeout',
    'fetch-timeout',
  ],
  ...['offline', 'prefer-offline', 'prefer-online', 'replace-registry-host'],
])

/** True for a key of an `.npmrc` that has to do with the network, also one whose name a variable would complete. */
export function isNetworkKey(key: string): boolean {
  return NETWORK_KEYS.has(key.toLowerCase()) || /^\/\/|:registry$|\$\{/.test(key)
}

/**
 * An environment without the settings that a project has brought into it: npm hands everything that it has read in a
 * project's `.npmrc` on to what it starts (`npx`, `npm run`), as `npm_config_…`.
 */
export function withoutProjectSettings(
  env: Readonly<Record<string, string | undefined>>,
  keys: readonly string[],
): Record<string, string | undefined> {
  const named = new Set(keys.map((key) => key.toLowerCase()))
  // A name such as `${NOTHING?}registry` can be that of any setting.
  const any = keys.some((key) => key.includes('$'))
  const kept = Object.entries(env).filter(([variable]) => {
    const key = settingOf(variable)
    return key === undefined || !(named.has(key) || (any && isNetworkKey(key)))
  })
  return Object.fromEntries(kept)
}

/** The setting that a variable is for, as npm reads it. */
function settingOf(variable: string): string | undefined {
  if (!/^npm_config_/i.test(variable)) return undefined
  return variable
    .slice('npm_config_'.length)
    .replace(/(?!^)_/g, '-')
    .toLowerCase()
}

/**
 * Whether a name's namespace has a registry of its own: by npm's settings, or because ours name `url` for it. A mirror of
 * the registry that everybody uses is nobody's own.
 */
export function isOwnRegistry(
  name: string,
  settings: { readonly registry: string; readonly npms: string; readonly [key: string]: unknown },
  url: string | undefined,
): boolean {
  const slash = (address: string): string => address.trim().replace(/\/*$/, '/')
  if (url !== undefined) return ![settings.registry, settings.npms].map(slash).includes(slash(url))
  return name.startsWith('@') && settings[`${name.slice(0, name.indexOf('/'))}:registry`] !== undefined
}
