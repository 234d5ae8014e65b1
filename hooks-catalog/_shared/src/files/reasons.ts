import type { Access } from './rule.ts'

/** What is said about. */
interface Said {
  readonly rule: string
  readonly access: Access
  readonly shown: string
  readonly why: string
  readonly instead: string
}

const DONE: Readonly<Record<Access, string>> = { read: 'read', write: 'changed', remove: 'removed or moved' }

/** One or two sentences for the model; `by` is the part of a command that would do it. */
export function reasonOf(
  { rule, access, shown, why, instead }: Said,
  { by, pack }: { readonly by?: string | undefined; readonly pack: string },
): string {
  const command = by === undefined ? '' : ` (here by \`${excerpt(by)}\`)`
  return `${pack} (${rule}): ${shown} may not be ${DONE[access]}${command}: ${why}. ${instead}.`
}

function excerpt(text: string): string {
  const line = [...text].map((sign) => (/\s|[\p{C}\u2028\u2029]/u.test(sign) ? ' ' : sign)).join('')
  return line.length > 100 ? `${line.slice(0, 100)}…` : line
}
