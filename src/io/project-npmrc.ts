import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { isNetworkKey, withoutProjectSettings } from '../core/npmrc.ts'
import { HooksError } from '../errors.ts'
import { exists } from './read.ts'
import { type Place, realFolder } from './scopes.ts'

/** A file of the project with settings that are not used. */
interface IgnoredNpmrc {
  readonly file: string
  readonly keys: readonly string[]
}

/** What a project would set, and the environment without it. */
export interface WithoutProject {
  readonly ignored: readonly IgnoredNpmrc[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Finds every `.npmrc` from the working folder up to the project's root. Whoever writes to a project could send the
 * user's tokens to a host of their choice with one, so none of it is used: also not what npm, when it starts us, has put
 * into the environment. No `${NAME}` in such a file is expanded.
 */
export async function leaveOutProject(place: Place): Promise<WithoutProject> {
  const files = await projectFiles(place)
  const { parse } = (await import('ini')).default
  const found = files.map((file) => ({ file, keys: Object.keys(parse(textOf(file))) }))
  const ignored = found
    .map(({ file, keys }) => ({ file, keys: keys.filter(isNetworkKey) }))
    .filter(({ keys }) => keys.length > 0)
  if (!isUnderNpm(place.env)) return { ignored, env: place.env }
  const keys = found.flatMap((one) => one.keys)
  const theirs = Object.entries(place.env)
    .filter(([name, value]) => /^npm_config_(user|global)config$/i.test(name) && isOneOf(files, value))
    .map(([name]) => name.slice('npm_config_'.length))
  return { ignored, env: withoutProjectSettings(place.env, [...keys, ...theirs]) }
}

async function projectFiles(place: Place): Promise<readonly string[]> {
  const folders = await projectFolders(place)
  // Where npm, which started us, has looked.
  const prefix = isUnderNpm(place.env) ? place.env['npm_config_local_prefix'] : undefined
  if (prefix && !folders.includes(prefix)) folders.push(prefix)
  const own = [path.join(homeOf(place), '.npmrc'), ...(isUnderNpm(place.env) ? [] : namedFiles(place))]
  const files = folders.map((folder) => path.join(folder, '.npmrc'))
  const there = await Promise.all(files.map((file) => exists(file)))
  return files.filter((file, index) => there[index] && !isOneOf(own, file))
}

/** From the working folder up to the root of the repository, or else to the highest folder that is a package. */
async function projectFolders({ cwd, env }: Place): Promise<string[]> {
  const folders = [path.resolve(cwd)]
  const home = realFolder(homeOf({ cwd, env }))
  let size = 1
  for (;;) {
    const folder = folders.at(-1) as string
    if (await exists(path.join(folder, '.git'))) return folders
    if (await isPackage(folder)) size = folders.length
    const above = path.dirname(folder)
    if (above === folder || realFolder(above) === home) return folders.slice(0, size)
    folders.push(above)
  }
}

async function isPackage(folder: string): Promise<boolean> {
  return (
    (await exists(path.join(folder, 'package.json'))) || (await exists(path.join(folder, 'node_modules')))
  )
}

/** True when npm, or something that behaves like it, has started this process with settings of its own. */
function isUnderNpm(env: Place['env']): boolean {
  return ['npm_command', 'npm_execpath', 'npm_lifecycle_event'].some((name) => env[name] !== undefined)
}

/** The user's and the global file, where the user has named them. */
function namedFiles({ env }: Place): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value && /^npm_config_(user|global)config$/i.test(name) ? [value] : [],
  )
}

function isOneOf(files: readonly string[], file: string | undefined): boolean {
  return file !== undefined && files.some((one) => realFolder(one) === realFolder(file))
}

/** As npm finds it. */
function homeOf({ env }: Place): string {
  return env['HOME'] || homedir()
}

/** More than any file of settings has; a project's is read whoever has written it. */
const MOST_BYTES = 1024 * 1024

function textOf(file: string): string {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES)
    throw new HooksError('file-too-large', `${file} is larger than ${MOST_BYTES} bytes`, {
      hint: 'look at what is in it: Hookpack uses nothing of it, and npm would read it',
    })
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // A folder, or not ours to read: npm takes nothing from it either.
    return ''
  }
}
