import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ArchiveFile } from '../core/archive/read.ts'
import { HooksError } from '../errors.ts'
import { readPackFolder } from './folder.ts'
import { codeOf } from './read.ts'

/** A file of the folder as text. */
export interface TextFile {
  /** Relative to the pack, with `/`. */
  readonly path: string
  readonly text: string
}

/** A pack that is being written: what would be published, and what lies beside it. Nothing in it was checked. */
export interface AuthorFolder {
  /** Absolute. */
  readonly folder: string
  /** What package.json says; undefined when it is not JSON. */
  readonly described: Readonly<Record<string, unknown>> | undefined
  /** The text of hooks.json on the disk, published or not. */
  readonly manifest: string | undefined
  /** The files that npm would publish. */
  readonly files: readonly ArchiveFile[]
  readonly cases: readonly TextFile[]
}

/** Reads the folder of a pack. Throws `pack-unreadable` when there is no package.json in it. */
export async function readAuthorFolder(folder: string, typed: string): Promise<AuthorFolder> {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch((error: unknown) => {
    throw new HooksError(
      'pack-unreadable',
      `\`${typed}\` is not a pack: its package.json cannot be read (${codeOf(error)})`,
      { hint: 'name the folder that holds package.json and hooks.json; `hooks init <name>` makes one' },
    )
  })
  const described = objectIn(text)
  return {
    folder,
    described,
    manifest: await readFile(path.join(folder, 'hooks.json'), 'utf8').catch(() => undefined),
    files: described ? await readPackFolder(folder, typed) : [],
    cases: await readCases(folder),
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    // Said by whoever asks for it, beside everything else that is wrong.
    return undefined
  }
}

/** The name of the pack, as its package.json says; packs of this project go by their bare names. */
export function nameOf({ described, folder }: AuthorFolder): string {
  return String(described?.['name'] ?? path.basename(folder)).replace(/^@hookpack\//, '')
}

async function readCases(folder: string): Promise<readonly TextFile[]> {
  const names = await readdir(path.join(folder, 'cases')).catch(() => [])
  return Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map(async (name) => ({
        path: `cases/${name}`,
        text: await readFile(path.join(folder, 'cases', name), 'utf8'),
      })),
  )
}
