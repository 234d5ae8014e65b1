import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { NpmSettings } from '../core/publishing.ts'
import { HooksError } from '../errors.ts'
import { type NpmEnd, runNpm } from './npm.ts'

/** Where npm works: in the author's folder, whose .npmrc counts, with the user's environment. */
export interface NpmPlace {
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** npm's own configuration as it is in the folder; what is not set is left out. */
export async function npmSettings(place: NpmPlace, keys: readonly string[]): Promise<NpmSettings> {
  const end = await run(place, ['config', 'get', ...keys], false)
  if (end.status !== 0) throw failed('its configuration cannot be read', place, end)
  const lines = end.stdout.split('\n').map((line) => line.trim())
  const set = lines.flatMap((line) => {
    const at = line.indexOf('=')
    const value = line.slice(at + 1)
    return at < 1 || value === 'undefined' || value === 'null' ? [] : [[line.slice(0, at), value] as const]
  })
  return Object.fromEntries(set)
}

/** Runs one of the author's scripts, as `npm publish` would in the folder; nothing when there is none. */
export async function npmScript(place: NpmPlace, name: string): Promise<void> {
  const end = await run(place, ['run', name, '--if-present'], true)
  if (end.status !== 0) throw failed(`the script \`${name}\` failed`, place, end)
}

/** Has npm put the package into an archive in an empty folder, with the author's `prepack` and the like; gives the file. */
export async function npmPack(place: NpmPlace, into: string): Promise<string> {
  // npm lists the files at the level of notices; they are shown by us, from the archive itself.
  const flags = ['--pack-destination', into, '--dry-run=false', '--json=false', '--loglevel=warn']
  const end = await run(place, ['pack', ...flags], true)
  if (end.status !== 0) throw failed('it could not be packed', place, end)
  const names = await readdir(into)
  const [name] = names
  if (name !== undefined && names.length === 1) return path.join(into, name)
  throw failed(`\`npm pack\` made ${names.length} archives`, place, end)
}

/** Has npm publish an archive, on the terminal. Flags that come last win, so those of ours do. */
export function npmPublish(
  place: NpmPlace,
  file: string,
  flags: { readonly theirs: readonly string[]; readonly ours: readonly string[] },
): Promise<NpmEnd> {
  const always = ['--dry-run=false', '--json=false']
  return run(place, ['publish', file, ...flags.theirs, ...flags.ours, ...always], true)
}

function run({ folder, env }: NpmPlace, args: readonly string[], onTerminal: boolean): Promise<NpmEnd> {
  return runNpm(args, { cwd: folder, env, onTerminal })
}

function failed(what: string, { folder }: NpmPlace, { status }: NpmEnd): HooksError {
  return new HooksError(
    'publish-refused',
    `${folder} was not published: ${what} (npm ended with ${status})`,
    {
      hint: 'npm has said above why',
    },
  )
}
