// Folders and files whose contents are keys, passwords or tokens, by their names in lower case.
const FOLDERS =
  /^(?:\.ssh|\.aws|\.gnupg|\.kube|\.docker|\.azure|\.gcloud|gcloud|\.password-store|\.vault|\.secrets?|secrets?|\.git|keychains|\.config|\.local|\.mozilla|\.terraform\.d)$/
const FILES =
  /^(?:\.env(?:\..*|rc)?|.*\.env|\.netrc|_netrc|\.npmrc|\.yarnrc.*|\.pypirc|\.pgpass|\.my\.cnf|\.git-credentials|\.gitconfig|\.dockercfg|\.htpasswd|\.vault-token|\.boto|\.s3cfg|\.bash_history|\.zsh_history|.*_history|id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx?|ppk|asc|gpg|age|ovpn|tfstate|tfvars|secret|secrets)|.*\.tfstate\.backup|(?:.*[-_.])?(?:secrets?|credentials?|passwords?|tokens?|api[-_]?keys?|service[-_]?account)(?:[-_.].*)?|shadow|gshadow|sudoers|terraform\.rc|.*\.kubeconfig|kubeconfig)$/
const EXAMPLES = /^\.env\.(?:example|sample|template|dist|defaults)$/

const MACHINE = /^\/(?:proc|sys|dev)(?:\/|$)/

/** Whether a word may name something secret: a path, or one behind a colon or an equals sign in it. */
export function mayBeSecret(word: string): boolean {
  if (MACHINE.test(word)) return true
  const parts = word.toLowerCase().split(/[\\/:=,@]+/)
  return parts.some(
    (part) =>
      part !== '' && !EXAMPLES.test(part) && (FOLDERS.test(part) || FILES.test(part) || globFits(part)),
  )
}

// Names for which a pattern is tried.
const NAMES =
  '.env .env.local .ssh .aws .git .npmrc .netrc id_rsa id_ed25519 server.pem server.key credentials credentials.json secrets.json secrets.yml secrets.yaml secrets.toml secrets.txt token service-account.json'.split(
    ' ',
  )

function globFits(part: string): boolean {
  if (!/[*?[]/.test(part)) return false
  // Brackets may be any one character; that can only be too careful.
  const pieces = part.split(/(\*+|\?|\[[^\]]*\])/).map((piece) => {
    if (piece.startsWith('*')) return '.*'
    return piece === '?' || piece.startsWith('[') ? '.' : piece.replace(/[.+^${}()|\]\\]/g, '\\$&')
  })
  const expression = new RegExp(`^${pieces.join('')}$`, 's')
  // A pattern does not begin with a dot for the shell unless it says so, but options of shells change that.
  return NAMES.some((name) => expression.test(name))
}
