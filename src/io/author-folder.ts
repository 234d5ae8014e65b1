import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { defaultLimits } from '../core/archive/limits.ts'
import type { ArchiveFile } from '../core/archive/read.ts'
import { MOST_DESCRIPTION } from '../core/archive-pack.ts'
import { HooksError } from '../errors.ts'
import { parseJson } from '../schema/json.ts'
import { readPackFolder } from './folder.ts'
import { readText } from './read.ts'

/** A file of the folder as text. */
export interface TextFile {
  /** Relative to the pack, with `/`. */
  readonly path: string
  readonly text: string
  /** Else it is if it has a first line that names its program. */
  readonly executable?: boolean
}

/** A pack that is being written: what would be published, and what lies beside it. Nothing in it was checked. */
export interface AuthorFolder {
  /** Absolute. */
  readonly folder: string
  /** What package.json says; undefined when it is not JSON. */
  readonly described: Readonly<Record<string, unknown>> | undefined
  /** What keeps package.json from being JSON that everybody reads alike. */
  readonly fault: string | undefined
  /** The text of hooks.json on the disk, published or not. */
  readonly manifest: string | undefined
  /** The files that npm would publish. */
  readonly files: readonly ArchiveFile[]
  readonly cases: readonly TextFile[]
}

/** No file of an archive may be larger. */
const MOST_BYTES = defaultLimits.fileBytes

/** Reads the folder of a pack. Throws `pack-unreadable` when there is no package.json in it. */
export async function readAuthorFolder(folder: string, typed: string): Promise<AuthorFolder> {
  const text = await readText(path.join(folder, 'package.json'), MOST_DESCRIPTION)
  if (text === null) {
    throw new HooksError(
      'pack-unreadable',
      `\`${typed}\` is not a pack: its package.json cannot be read (ENOENT)`,
      { hint: 'name the folder that holds package.json and hooks.json; `hooks init <name>` makes one' },
    )
  }
  const parsed = parseJson(text)
  const described = 'value' in parsed ? objectIn(parsed.value) : undefined
  return {
    folder,
    described,
    fault: 'fault' in parsed ? parsed.fault : undefined,
    manifest: (await readText(path.join(folder, 'hooks.json'), MOST_DESCRIPTION)) ?? undefined,
    files: described ? await readPackFolder(folder, typed) : [],
    cases: await readCases(folder),
  }
}

/** Undefined for anything else, which is said by whoever asks for it, beside everything else that is wrong. */
function objectIn(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

/** The name of the pack, as its package.json says; packs of this project go by their bare names. */
export function nameOf({ described, folder }: AuthorFolder): string {
  const name = described?.['name']
  return (typeof name === 'string' ? name : path.basename(folder)).replace(/^@hookpack\//, '')
}

async function readCases(folder: string): Promise<readonly TextFile[]> {
  const names = await readdir(path.join(folder, 'cases')).catch(() => [])
  return Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map(async (name) => ({
        path: `cases/${name}`,
        text: (await readText(path.join(folder, 'cases', name), MOST_BYTES)) ?? '',
      })),
  )
}
