import { globMatches, isGlob } from '../shell/glob.ts'
import { resolve } from '../shell/paths.ts'
import type { Scope } from '../shell/scope.ts'
import { HOLE, shown, type Text } from '../shell/text.ts'
import type { Found } from './rule.ts'

const TEMPLATE =
  /[._-](?:example|sample|template|dist|defaults?|tmpl|schema|md|txt|pub|spec|test|d\.ts|ts|js|py|go|rs)$/i
const NAMES =
  /^(?:\.env(?:rc)?(?:[.-][\w.-]+)?|[\w-]+\.env|\.npmrc|\.netrc|_netrc|\.pypirc|\.pgpass|\.my\.cnf|\.git-credentials|\.htpasswd|\.vault-token|\.dockercfg|\.boto|\.s3cfg|id_(?:rsa|dsa|ecdsa|ed25519)(?:_\w+)?|\.?credentials(?:\.(?:json|db|ya?ml|toml|xml|csv|ini))?|secrets?\.(?:json|ya?ml|toml|env|ini|properties)|[\w.-]*service[-_]?account[\w.-]*\.json|(?:client_secret[\w.-]*|token)\.json|master\.key|gshadow|shadow|\.(?:bash|zsh|sh|python|mysql|psql|node_repl|rediscli|mongo)_history|.*\.(?:p12|pfx|jks|keystore|kdbx|ppk|keychain|keychain-db))$/i
const KEYS = /^(?!.*(?:^|[._-])(?:ca|cert|chain|fullchain|public|pub|cacert|root)[._-])[^.].*\.(?:pem|key)$/i
const FOLDERS =
  /(?:^|\/)(?:\.ssh\/(?!config(?:$|\.d)|known_hosts|authorized_keys|README|[^/]*\.pub$|environment$)|\.gnupg(?:\/|$)|\.aws\/|\.azure\/|\.kube\/config|\.docker\/config\.json|\.config\/(?:gcloud\/|gh\/hosts\.yml|glab-cli\/|containers\/auth\.json|pypoetry\/auth\.toml|op\/|hub$|rclone\/)|\.gem\/credentials|\.cargo\/credentials|\.m2\/settings(?:-security)?\.xml|\.gradle\/gradle\.properties|\.terraform\.d\/credentials|\.password-store\/|Library\/Keychains(?:\/|$)|etc\/kubernetes\/admin\.conf|etc\/(?:g?shadow-?|sudoers\.d\/)|secrets\/|\.mozilla\/firefox\/.*\/(?:logins\.json|key4\.db|cookies\.sqlite)$|[^/]*(?:chrom|brave|edge)[^/]*\/.*\/(?:Login Data|Cookies|Web Data)$)/i
// Keys that tests and documents show to everybody.
const SAMPLES = /\/(?:fixtures?|testdata|__fixtures__|__tests__|__mocks__|examples?)\//
const ENVIRON = /^\/proc\/[^/]+\/environ$/

// Names a pattern can stand for; a pattern must start with a letter of the name to count.
const WELL_KNOWN = [
  '.env',
  '.env.local',
  '.env.production',
  '.npmrc',
  '.netrc',
  '.ssh',
  '.aws',
  '.gnupg',
  'id_rsa',
  'id_ed25519',
  'credentials',
]

/** Whether a path names a file with keys, tokens or passwords. */
export function isSecret(path: Text, scope: Scope): boolean {
  return isSecretName(resolve(path, scope) ?? path.text)
}

/** The same as `isSecret` for a path that needs no resolving. */
function isSecretName(full: string): boolean {
  const name = full.replace(/\/+$/, '')
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (base === HOLE || base === '') return false
  if (ENVIRON.test(name)) return true
  if (isGlob(base) && /^[.a-z]/i.test(base)) return WELL_KNOWN.some((known) => globMatches(base, known))
  if (TEMPLATE.test(base) || SAMPLES.test(name)) return false
  return (
    NAMES.test(base) ||
    /^\.credentials$/.test(base) ||
    KEYS.test(base) ||
    FOLDERS.test(name) ||
    /\/\.(?:ssh|gnupg|aws|azure)$/.test(name)
  )
}

/** The finding for reading a secret. */
export function secretRead(path: Text): Found {
  return {
    group: 'secrets',
    rule: 'read-secret',
    verdict: 'ask',
    harm: `reads ${shown(path.text)}, which may hold keys or passwords`,
    safer: 'name the variables that are needed, or read an example file',
  }
}

/** The finding for a secret on its way to another machine. */
export function secretSent(): Found {
  return {
    group: 'secrets',
    rule: 'send-secret',
    verdict: 'deny',
    harm: 'sends keys or passwords to another machine',
    safer: 'let a person transfer secrets',
  }
}
