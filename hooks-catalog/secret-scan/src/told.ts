import { lineOf, type Secret } from './find-secrets.ts'

const MOST_TOLD = 3

/** What was found, for people and the model: kinds and lines, never a value. `text` is where it was found. */
export function told(text: string, secrets: readonly Secret[]): string {
  const places = secrets.slice(0, MOST_TOLD).map((secret) => `${secret.kind} (line ${lineOf(text, secret)})`)
  const more = secrets.length - places.length
  return places.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** How somebody who knows better lets a value pass. */
export const NO_SECRET =
  'If it is no secret, the user can name it in the option `allow` of secret-scan, by itself or by its SHA-256.'

/** A path or a name as a part of a sentence. */
export function plain(text: string): string {
  const line = [...text].map((sign) => (/[\p{C}\u2028\u2029]/u.test(sign) ? '?' : sign)).join('')
  return line.length > 160 ? `…${line.slice(-160)}` : line
}
