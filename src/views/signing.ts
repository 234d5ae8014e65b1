import type { Built } from '../ops/build-registry.ts'
import type { SignedRegistry } from '../ops/sign-registry.ts'
import { columns, printable } from './style.ts'

/** The files of new keys, and what to do with them. */
export function keyLines(files: readonly string[]): readonly string[] {
  return [
    'made',
    ...files.map((file) => `  ${printable(file)}`),
    'only you can read them; keep a copy of the root key where no computer is, and nothing of it in a repository',
  ]
}

/** What was signed, the root that others are to be told, and until when it holds. */
export function signedLines(
  { name, registry, root, expires, due, changed }: SignedRegistry,
  dryRun: boolean,
): readonly string[] {
  const files = `${changed.length} ${changed.length === 1 ? 'file' : 'files'}`
  const rows = Object.entries(expires).map(([role, when]) => [
    `  ${role}`,
    `until ${when}`,
    (due as readonly string[]).includes(role) ? 'sign with its key soon' : '',
  ])
  return [
    dryRun
      ? `would write ${files} in ${printable(registry)}; nothing was written`
      : `signed the registry \`${printable(name)}\` in ${printable(registry)}: wrote ${files}`,
    `  root ${root.version}, ${root.threshold} of ${root.keys} keys, sha256 ${root.sha256}`,
    ...columns(rows),
  ]
}

/** What is left to do after a build of a registry that is signed. */
export function unsignedLines({
  registry,
  signed,
  changed,
}: Pick<Built, 'registry' | 'signed' | 'changed'>): readonly string[] {
  if (!signed || changed.length === 0) return []
  return [signAgain(registry)]
}

/** Readers of a signed registry refuse what was changed since. */
export function signAgain(registry: string): string {
  return `it is signed: sign it again before it is read, with \`hooks registry sign ${printable(registry)} --keys <folder>\``
}
