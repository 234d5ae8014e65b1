type Env = Readonly<Record<string, string | undefined>>

/** Words that make a name that of a secret, wherever between underscores they stand. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'TOKEN',
  'SECRET',
  'PASSWORD',
  'PASSWD',
  'PASSPHRASE',
  'CREDENTIAL',
  'CREDENTIALS',
  'APIKEY',
  'ACCESSKEY',
  'PRIVATEKEY',
  'AUTHTOKEN',
])

/** Two words in a row that do so. */
const SECRET_PAIRS: ReadonlySet<string> = new Set(['API_KEY', 'ACCESS_KEY', 'PRIVATE_KEY', 'CUSTOM_HEADERS'])

/** Every secret name has one of these in it; most names have none, which is quickly seen. */
const PART_OF_SECRET_WORDS = ['key', 'token', 'secret', 'pass', 'credential', 'auth', 'headers']

/**
 * True for the name of a variable that is kept from hooks unless their pack declares it: secrets of the client
 * (ANTHROPIC_API_KEY, CLAUDE_CODE_MESSAGING_TOKEN) and of anybody else, by the words that such names are made of.
 * Documented in docs/pack-authoring.md. No pattern: compiling one costs a hook more than this.
 */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase()
  if (!PART_OF_SECRET_WORDS.some((part) => lower.includes(part))) return false
  const words = name.toUpperCase().split('_')
  for (let at = 0; at < words.length; at++) {
    if (SECRET_WORDS.has(words[at] ?? '') || SECRET_PAIRS.has(`${words[at]}_${words[at + 1]}`)) return true
  }
  return words.length > 1 && words.at(-1) === 'AUTH'
}

/** The environment without secrets, but with the `declared` ones. */
export function withoutSecrets(env: Env, declared: readonly string[] = []): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && (!isSecretName(name) || declared.includes(name))) kept[name] = value
  }
  return kept
}

/**
 * Takes the secrets out of the environment of this process, and gives a function for the whole environment as it was.
 * Copying that is most of the cost, so it is put off unless `atOnce`: for several hooks in one process, of which none
 * may change what the others see.
 */
export function takeSecrets(env: NodeJS.ProcessEnv, atOnce: boolean): () => Env {
  const taken: Record<string, string | undefined> = {}
  for (const name of Object.keys(env)) {
    if (!isSecretName(name)) continue
    taken[name] = env[name]
    delete env[name]
  }
  let whole = atOnce ? { ...env, ...taken } : undefined
  return () => {
    whole ??= { ...env, ...taken }
    return whole
  }
}
