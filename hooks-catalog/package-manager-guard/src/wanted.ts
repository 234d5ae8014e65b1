import { existsSync } from 'node:fs'
import path from 'node:path'
import { textOf } from '../../_shared/src/git/read-file.ts'

/** A package manager of JavaScript. */
export type Manager = 'npm' | 'pnpm' | 'yarn' | 'bun'

/** Which package managers a folder belongs to, and how that is known. */
export interface Wanted {
  readonly managers: readonly Manager[]
  /** For people: "`packageManager` in package.json says pnpm". */
  readonly why: string
  /** The folder that says so. */
  readonly folder: string
  /** It is the first yarn, which has no `dlx`. */
  readonly classic: boolean
}

const LOCKFILES: readonly (readonly [string, Manager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['pnpm-workspace.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
]
const MANAGERS: ReadonlySet<string> = new Set<Manager>(['npm', 'pnpm', 'yarn', 'bun'])
const MOST_LEVELS = 50
const MOST_BYTES = 1024 * 1024

/** The package manager of the nearest folder upwards that names one; `undefined` where nothing does, or two lock files do. */
export function wantedIn(start: string, home: string): Wanted | undefined {
  let folder = start
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const found = namedIn(folder) ?? lockedIn(folder)
    if (found) return found.managers.length > 0 ? found : undefined
    const above = path.dirname(folder)
    // What lies above a repository or in the home folder belongs to something else.
    if (above === folder || above === home || existsSync(path.join(folder, '.git'))) return undefined
    folder = above
  }
  return undefined
}

function namedIn(folder: string): Wanted | undefined {
  const json = parsed(textOf(path.join(folder, 'package.json'), MOST_BYTES))
  const field = json?.['packageManager']
  const match = typeof field === 'string' ? /^(npm|pnpm|yarn|bun)(?:@(\d+)|$)/.exec(field) : null
  if (match) {
    const classic = match[1] === 'yarn' && (match[2] ? match[2] === '1' : isClassic(folder))
    return {
      managers: [match[1] as Manager],
      why: `\`packageManager\` in package.json says ${match[1]}`,
      folder,
      classic,
    }
  }
  const engines = asFields(json?.['devEngines'])?.['packageManager']
  const names = (Array.isArray(engines) ? engines : [engines]).flatMap((one) => {
    const name = asFields(one)?.['name']
    return typeof name === 'string' && MANAGERS.has(name) ? [name as Manager] : []
  })
  if (names.length === 0) return undefined
  return {
    managers: names,
    why: `\`devEngines\` in package.json says ${names.join(' or ')}`,
    folder,
    classic: isClassic(folder),
  }
}

function lockedIn(folder: string): Wanted | undefined {
  const found = LOCKFILES.filter(([name]) => existsSync(path.join(folder, name)))
  const [first] = found
  if (!first) return undefined
  const managers = [...new Set(found.map(([, manager]) => manager))]
  // Lock files of two managers contradict each other, and nothing says which is old.
  return {
    managers: managers.length > 1 ? [] : managers,
    why: `there is a ${first[0]}`,
    folder,
    classic: isClassic(folder),
  }
}

function isClassic(folder: string): boolean {
  if (existsSync(path.join(folder, '.yarnrc.yml'))) return false
  return /^# yarn lockfile v1/m.test(
    (textOf(path.join(folder, 'yarn.lock'), 64 * MOST_BYTES) ?? '').slice(0, 500),
  )
}

/** Whether a program of a package is installed in a folder or above it, up to the one that names the manager. */
export function isInstalled(name: string, start: string, top: string): boolean {
  if (!/^[\w.-]{1,100}$/.test(name)) return false
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'node_modules', '.bin', name))) return true
    if (folder === top || folder === path.dirname(folder)) return false
  }
}

type Fields = Readonly<Record<string, unknown>>

function parsed(text: string | undefined): Fields | undefined {
  try {
    return text === undefined ? undefined : asFields(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    // Half written: it says nothing for now.
    return undefined
  }
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}
