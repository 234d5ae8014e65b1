import type { Call } from '../shell/call.ts'
import { Taint } from '../shell/text.ts'

// What clients of vaults and clouds are asked for when they print something that has to stay secret, by program.
const LASTING: Readonly<Record<string, RegExp>> = {
  aws: /\bsecretsmanager (?:batch-)?get-secret-value\b|\bssm get-parameter\S* .*--with-decryption\b|\bconfigure export-credentials\b|\bsts get-session-token\b|\bconfigure get (?:.* )?\S*(?:secret|token)/,
  gcloud: /\bsecrets versions access\b/,
  op: /^item get\b.* (?:--reveal|--fields?|--otp)/,
  pass: /^show (?!.*(?:^| )(?:-c|--clip))/,
  gopass: /^show (?!.*(?:^| )(?:-c|--clip))/,
  lpass: /^show (?!.*(?:^| )(?:-c|--clip))/,
  bw: /^get (?:password|totp|notes|item)\b/,
  vault: /^kv get\b|^read \S*(?:creds?|secret)/,
  bao: /^kv get\b|^read \S*(?:creds?|secret)/,
  doppler: /^secrets(?: (?:download|get)\b|$| -)(?!.*--only-names)/,
  infisical: /^(?:secrets(?: get\b|$| -)|export\b)/,
  heroku: /^config(?::get\b|$| -)/,
  kubectl: /^config view\b.*--raw\b/,
  oc: /^config view\b.*--raw\b/,
  sops: /(?:^|\s)(?:-d|--decrypt|decrypt)\b(?!.*(?:-i\b|--in-place|--output))/,
  'ansible-vault': /^view\b|^decrypt\b.*--output[ =](?:-|\/dev\/stdout)/,
  'secret-tool': /^lookup\b/,
  git: /^credential(?:-\S+)? (?:fill|get)\b/,
}
// What is made to be put into another command, and tokens that are good for an hour: to print them is no harm yet.
const PASSING: Readonly<Record<string, RegExp>> = {
  gcloud: /\bauth (?:application-default )?print-\w+-token\b/,
  az: /\baccount get-access-token\b|\bkeyvault secret (?:show|download)\b/,
  op: /^read\b/,
  gh: /^auth token\b/,
  glab: /^auth token\b/,
  aws: /\bsts assume-role\b/,
}

/** The origin that a client of a vault gives to what it prints. */
export function vaultTaint({ name, args }: Call): number {
  const lasting = Object.hasOwn(LASTING, name) ? LASTING[name] : undefined
  const passing = Object.hasOwn(PASSING, name) ? PASSING[name] : undefined
  if (!lasting && !passing) return Taint.none
  const words = args.map(({ text }) => text).join(' ')
  if (/(?:^|\s)--?(?:help|h)(?:\s|$)/.test(words)) return Taint.none
  if (lasting?.test(words)) return Taint.token | Taint.credential
  return passing?.test(words) ? Taint.token | Taint.issued : Taint.none
}
