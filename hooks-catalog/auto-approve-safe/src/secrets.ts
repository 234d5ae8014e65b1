// Folders and files whose contents are keys, passwords or tokens, by their names in lower case.
const FOLDERS =
  /^(?:\.ssh|\.aws|\.gnupg|\.kube|\.docker|\.azure|\.gcloud|gcloud|\.password-store|\.vault|\.secrets?|secrets?|\.git|keychains|\.config|\.local|\.mozilla|\.terraform\.d)$/
const FILES =
  /^(?:\.env(?:\..*|rc)?|.*\.env|\.netrc|_netrc|\.npmrc|\.yarnrc.*|\.pypirc|\.pgpass|\.my\.cnf|\.git-credentials|\.gitconfig|\.dockercfg|\.htpasswd|\.vault-token|\.boto|\.s3cfg|\.bash_history|\.zsh_history|.*_history|id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx?|ppk|asc|gpg|age|ovpn|tfstate|tfvars|secret|secrets)|.*\.tfstate\.backup|(?:.*[-_.])?(?:secrets?|credentials?|passwords?|tokens?|api[-_]?keys?|service[-_]?account)(?:[-_.].*)?|shadow|gshadow|sudoers|terraform\.rc|.*\.kubeconfig|kubeconfig)$/
// Programs about passwords and tokens.
const SOURCES =
  /^(?:[\w.-]*[-_.])?(?:passwords?|tokens?)(?:[-_.][\w.-]*)?\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|cs|c|h|cpp|php|swift|s?css)$/
const EXAMPLES = /^\.env\.(?:example|sample|template|dist|defaults)$/

const MACHINE = /^\/(?:proc|sys|dev)(?:\/|$)/

/** Whether a word may name something secret: a path, or one behind a colon or an equals sign in it. */
export function mayBeSecret(word: string): boolean {
  if (MACHINE.test(word)) return true
  const parts = word.toLowerCase().split(/[\\/:=,@]+/)
  return parts.some(
    (part) =>
      part !== '' &&
      !EXAMPLES.test(part) &&
      !(SOURCES.test(part) && !/secret|credential|api[-_]?key/.test(part)) &&
      (FOLDERS.test(part) || FILES.test(part) || globFits(part)),
  )
}

// Names for which a pattern is tried.
const NAMES =
  '.env .env.local .ssh .aws .git .npmrc .netrc id_rsa id_ed25519 server.pem server.key credentials credentials.json secrets.json secrets.yml secrets.yaml secrets.toml secrets.txt token service-account.json .envrc .pgpass .htpasswd .pypirc .git-credentials .gitconfig .vault-token .yarnrc.yml .bash_history id_ecdsa id_dsa server.p12 server.pfx server.jks server.keystore server.kdbx server.ppk server.gpg server.asc server.age client.ovpn prod.tfvars terraform.tfstate terraform.tfstate.backup kubeconfig tokens.json passwords.txt api-keys.json'.split(
    ' ',
  )

function globFits(part: string): boolean {
  if (!/[*?[]/.test(part)) return false
  const expression = expressionOf(part)
  return NAMES.some((name) => expression.test(name))
}

/** What a pattern of the shell fits at most. A dot at the beginning is one like others: options of shells say so. */
export function expressionOf(part: string): RegExp {
  // Brackets may be any one character; that can only be too careful.
  const pieces = part.split(/(\*+|\?|\[[^\]]*\])/).map((piece) => {
    if (piece.startsWith('*')) return '.*'
    return piece === '?' || piece.startsWith('[') ? '.' : piece.replace(/[.+^${}()|\]\\]/g, '\\$&')
  })
  return new RegExp(`^${pieces.join('')}$`, 'is')
}

/** Whether a pattern of names that a program reads, with braces and backslashes, may mean something secret. */
export function mayMeanSecret(pattern: string): boolean {
  const words = alternatives(pattern)
  return (
    words === undefined || words.some((word) => mayBeSecret(word) || mayBeSecret(word.replaceAll('\\', '')))
  )
}

const MOST_ALTERNATIVES = 64

/** What `*.{ts,tsx}` stands for; `undefined` when that is too much. */
function alternatives(pattern: string): readonly string[] | undefined {
  let words = [pattern]
  while (words.some((word) => INNERMOST.test(word))) {
    words = words.flatMap((word) => {
      const found = INNERMOST.exec(word)
      if (!found) return [word]
      const [before, after] = [word.slice(0, found.index), word.slice(found.index + found[0].length)]
      return (found[1] ?? '').split(',').map((one) => `${before}${one}${after}`)
    })
    if (words.length > MOST_ALTERNATIVES) return undefined
  }
  return words
}

const INNERMOST = /\{([^{}]*)\}/
