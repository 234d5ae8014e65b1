/** How a name stands to secrets: its value is surely one, or one unless it reads like a word. */
export type Secrecy = 'sure' | 'likely'

/** False for a text in which surely no name of a secret is; most have none. */
export function mayNameSecret(text: string): boolean {
  return /pass|pwd|secret|credential|key|token|auth|cookie|session|sig|jwt|otp/i.test(text)
}

/** What a variable, field, header or flag of this name holds; undefined for anything but secrets. */
export function secrecyOf(name: string): Secrecy | undefined {
  if (!mayNameSecret(name)) return undefined
  const parts = partsOf(name)
  if (HARMLESS.test(parts.at(-1) ?? '')) return undefined
  if (parts.some((part, at) => SURE.test(part) || (part === 'key' && OF_KEYS.test(parts[at - 1] ?? '')))) {
    return 'sure'
  }
  // A flag says last what its value is: `--github-token x`, but not `--passWithNoTests x`.
  const telling = name.startsWith('-') ? parts.slice(-1) : parts
  return telling.some((part) => LIKELY.test(part)) ? 'likely' : undefined
}

/** `NPM_TOKEN`, `accessToken`, `--api-key` and `db.password2` in small words. */
function partsOf(name: string): readonly string[] {
  return name
    .slice(-200)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((part) => part.replace(/\d+$/, ''))
    .filter((part) => part !== '')
}

const SURE =
  /^(?:password|passwords|passwd|passphrase|passcode|pwd|pgpassword|secret|secrets|credential|credentials|apikey|apitoken|accesskey|accesstoken|authtoken|clientsecret|privatekey|secretkey|sessiontoken|refreshtoken|signingkey)$/

/** A key of one of these is a secret; the key of a map or a cache is not. */
const OF_KEYS =
  /^(?:api|access|account|auth|encryption|hmac|license|master|private|secret|service|shared|signing|storage)$/

const LIKELY = /^(?:token|auth|authorization|cookie|jwt|otp|pass|session|sessionid|sig|signature)$/

/** `TOKEN_LIMIT`, `password-file`, `auth.ts` and the like tell something about a secret, not the secret itself. */
const HARMLESS =
  /^(?:age|algorithm|budget|count|dir|directory|endpoint|env|error|expires|expiry|field|file|folder|format|header|helper|hint|host|id|ids|kind|length|limit|manager|mode|name|names|path|policy|prompt|provider|required|scope|scopes|size|sock|socket|status|stdin|store|timeout|ttl|type|uri|url|usage|used|version|c|cjs|cpp|css|go|h|html|java|js|json|jsx|lock|log|md|mjs|py|rb|rs|sh|toml|ts|tsx|txt|yaml|yml)$/
