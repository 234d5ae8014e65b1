import { gunzipSync } from 'node:zlib'
import { ArchiveError } from '../../../src/core/archive/error.ts'
import { readArchive } from '../../../src/core/archive/read.ts'
import { file, raw, tgz } from './forge.ts'
import { takeApart } from './fuzz/parts.ts'

/** The manifests of a pack as text, so that they can be anything. */
export interface Texts {
  readonly packageJson: string | Uint8Array
  readonly hooksJson: string | Uint8Array
}

export const honest: Texts = {
  packageJson: '{"name":"some-pack","version":"1.0.0","description":"For a test."}',
  hooksJson:
    '{"hooks":[{"id":"one","event":"PreToolUse","tools":["Bash"],"handler":{"module":"dist/one.cjs"}}]}',
}

const handler = 'module.exports = () => {}\n'

/** The contents of an honest pack's own files, by path. */
export const ownFiles: Readonly<Record<string, string>> = {
  'dist/one.cjs': handler,
  'hooks.json': String(honest.hooksJson),
  'package.json': String(honest.packageJson),
}

/** The archive of a pack with these manifests, and entries of any kind in front of them. */
export function packed(texts: Partial<Texts>, ...more: readonly Uint8Array[]): Uint8Array {
  return tgz(...more, ...parts('package', { ...honest, ...texts }))
}

function parts(top: string, { packageJson, hooksJson }: Texts): readonly Uint8Array[] {
  return [
    file(`${top}/package.json`, packageJson),
    file(`${top}/hooks.json`, hooksJson),
    file(`${top}/dist/one.cjs`, handler),
  ]
}

/** An archive that is accepted, with what makes a pack of it. */
export function asPack(archive: Uint8Array): Uint8Array {
  const tar = takeApart(gunzipSync(archive))
  const before = tar.parts.flatMap(({ header, body }) => [header, body])
  const [name = ''] = (tar.parts[0]?.header.toString('utf8', 0, 100) ?? '').split(/[/\0]/)
  const made = ['package', name].map((top) => raw(...before, ...parts(top, honest), tar.rest))
  return made.find(isAccepted) ?? archive
}

function isAccepted(archive: Uint8Array): boolean {
  try {
    return readArchive(archive).length > 0
  } catch (error) {
    if (error instanceof ArchiveError) return false
    throw error
  }
}
