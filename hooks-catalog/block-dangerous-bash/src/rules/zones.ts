import { posix as path } from 'node:path'
import { globMatches, isGlob } from '../shell/glob.ts'
import { isWithin, resolveName } from '../shell/paths.ts'
import type { Scope } from '../shell/scope.ts'
import { HOLE, type Text } from '../shell/text.ts'

/** What kind of place a path names, from the worst to the harmless. */
export type Zone =
  | 'root'
  | 'system'
  | 'home'
  | 'project'
  | 'git'
  | 'protected'
  | 'device'
  | 'outside'
  | 'unknown'
  | 'temp'
  | 'inside'

const SYSTEM =
  'bin boot dev etc lib lib32 lib64 libx32 opt proc root run sbin snap srv sys usr var Applications Library System Users Volumes private cores home mnt media mount nix'.split(
    ' ',
  )
// What programs keep in the home folder only to save time.
const CACHE =
  /^(?:\.cache|Library\/Caches|Library\/Developer\/Xcode\/DerivedData|\.npm\/_\w+|\.gradle\/caches|\.cargo\/registry|\.yarn\/(?:cache|berry\/cache)|\.pnpm-store|\.bun\/install\/cache|\.m2\/repository)(?:\/|$)/

const LONGEST_PATH = 1024
const TEMPORARY = [
  '/tmp',
  '/var/tmp',
  '/private/tmp',
  '/private/var/tmp',
  '/dev/shm',
  '/var/folders',
  '/private/var/folders',
]

/** Words for people about a zone. */
export const ZONE_WORDS: Readonly<Record<Zone, string>> = {
  root: 'the root of the file system',
  system: 'a folder of the operating system',
  home: 'a home folder',
  project: 'the whole project',
  git: "the repository's own data",
  protected: 'a protected path',
  device: 'a device',
  outside: 'files outside the project',
  unknown: 'files nobody can name before it runs',
  temp: 'temporary files',
  inside: 'files of the project',
}

/** The zone of a path, patterns included: the worst place that the pattern can match. */
export function zoneOf(text: Text, scope: Scope): Zone {
  if (text.text.length > LONGEST_PATH * 4) return 'unknown'
  const { name, everything } = lastPattern(text.text)
  const absolute = resolveName(name, scope)
  if (absolute === undefined) return unresolved(name, everything, scope)
  if (climbsOut(name, absolute, scope))
    return everything || !isWithin(scope.world.place.projectDir, absolute) ? 'outside' : 'project'
  // Behind a link `..` leads elsewhere than the text says.
  const turned = /^\/.*[^./]\/+\.\.(?:\/|$)/.test(name) && !name.includes(HOLE)
  const zones = candidates(absolute, scope).map((candidate) => zoneOfPath(candidate, everything, scope))
  const worst = ORDER.find((zone) => zones.includes(zone)) ?? 'inside'
  return turned && worst === 'temp' ? 'unknown' : worst
}

// A relative path that leaves the project by `..` was not written with a temporary folder in mind.
function climbsOut(name: string, absolute: string, scope: Scope): boolean {
  const { projectDir } = scope.world.place
  const inside = scope.cwd !== undefined && isWithin(scope.cwd, projectDir)
  const plain = /^\.\./.test(path.normalize(name)) && !isGlob(name)
  return (
    inside &&
    plain &&
    !isWithin(absolute, projectDir) &&
    TEMPORARY.some((folder) => isWithin(absolute, folder))
  )
}

const ORDER: readonly Zone[] = [
  'root',
  'home',
  'system',
  'project',
  'git',
  'protected',
  'device',
  'outside',
  'unknown',
  'temp',
  'inside',
]

// `dir/*` and its kin mean everything in `dir`.
function lastPattern(name: string): { readonly name: string; readonly everything: boolean } {
  const match = /^(.*?)(?:^|\/)(?:\*+|\.\*|\.\[!?\^?\.?\][*?]*|\.\?\?\*|\{?\*,\.\*\}?)\/?$/s.exec(name)
  if (!match) return { name, everything: false }
  return { name: match[1] === '' ? (name.startsWith('/') ? '/' : '.') : (match[1] ?? '.'), everything: true }
}

function unresolved(name: string, everything: boolean, scope: Scope): Zone {
  if (name.startsWith(HOLE)) return 'unknown'
  if (/^\.\.(?:\/|$)/.test(path.normalize(name))) return scope.elsewhere ? 'temp' : 'outside'
  if (everything || path.normalize(name) === '.' || path.normalize(name) === './')
    return scope.elsewhere ? 'temp' : 'unknown'
  return isGitData(name) ? 'git' : 'inside'
}

const MOST_CANDIDATES = 32

// The paths a pattern may stand for, as far as it matters: names of the system, of the home and of the project.
function candidates(absolute: string, scope: Scope): string[] {
  if (!isGlob(absolute) || absolute.length > LONGEST_PATH) return [absolute]
  const { home, projectDir } = scope.world.place
  const guarded = protectedPaths(scope)
  let found = ['']
  for (const part of absolute.split('/').slice(1)) {
    found = found.slice(0, MOST_CANDIDATES).flatMap((base) => {
      if (!isGlob(part)) return [`${base}/${part}`]
      const kept = guarded.map((full) => childOf(base, full))
      const own = [childOf(base, home), childOf(base, projectDir), '.git', ...kept]
      const names = [...(base === '' ? SYSTEM : []), ...own]
      const matches = names.filter((name) => name !== undefined && name !== '' && globMatches(part, name))
      return matches.length > 0 ? matches.map((name) => `${base}/${name}`) : [`${base}/${part}`]
    })
  }
  return found
}

function childOf(base: string, full: string): string | undefined {
  return full.startsWith(`${base}/`) ? full.slice(base.length + 1).split('/')[0] : undefined
}

function isGitData(name: string): boolean {
  return (
    /(?:^|\/)[^/]*\.git(?:\/|$)/.test(name) &&
    !/\.git\/(?:index\.lock|[^/]*\.lock|COMMIT_EDITMSG|MERGE_MSG|gc\.log|hooks\/[^/]*\.sample)$/.test(name)
  )
}

function zoneOfPath(full: string, everything: boolean, scope: Scope): Zone {
  const name = full.length > 1 ? full.replace(/\/+$/, '') : full
  const { home, projectDir } = scope.world.place
  if (name === '/' || name === '') return 'root'
  if (isProtected(name, scope)) return 'protected'
  if (isWithin(home, name)) return name === home || !isWithin(home, projectDir) ? 'home' : 'project'
  if (isWithin(projectDir, name)) return scope.elsewhere ? 'outside' : 'project'
  if (isGitData(name)) return 'git'
  if (isWithin(name, projectDir) || isAtWork(name, scope)) return 'inside'
  if (isWithin(name, home)) return CACHE.test(name.slice(home.length + 1)) ? 'temp' : 'outside'
  return far(name, everything, scope)
}

// Claude may have moved to a folder beside the project; what is below that folder counts as the project's.
function isAtWork(name: string, scope: Scope): boolean {
  const { cwd, home } = scope.world.place
  const [, first = ''] = cwd.split('/')
  const ordinary =
    !isWithin(home, cwd) &&
    (isWithin(cwd, home) || !SYSTEM.includes(first) || /^(?:home|Users|mnt|srv|media|Volumes)$/.test(first))
  return ordinary && name !== cwd && cwd.split('/').length > 3 && isWithin(name, cwd)
}

// Options name paths from the project's folder, wherever the command stands.
function isProtected(name: string, scope: Scope): boolean {
  return protectedPaths(scope).some((full) => isWithin(name, full) || isWithin(full, name))
}

function protectedPaths(scope: Scope): readonly string[] {
  const fromProject = { ...scope, cwd: scope.world.place.projectDir }
  return scope.world.options.protectedPaths.flatMap(
    (entry) => resolveName(entry, fromProject)?.replace(/(?<=.)\/$/, '') ?? [],
  )
}

function far(name: string, everything: boolean, scope: Scope): Zone {
  if (TEMPORARY.includes(name)) return everything ? 'temp' : 'outside'
  if (TEMPORARY.some((folder) => isWithin(name, folder))) return 'temp'
  if (/^\/dev\//.test(name)) return 'device'
  const [, first = '', second] = name.split('/')
  if (/^(?:home|Users)$/.test(first) && (second === undefined || name.split('/').length === 3)) return 'home'
  if (name === '/root') return 'home'
  if (scope.elsewhere) return SYSTEM.includes(first) && second === undefined ? 'system' : 'outside'
  if (SYSTEM.includes(first) && !/^(?:home|Users|mnt|media|mount|Volumes|srv)$/.test(first)) return 'system'
  return first === HOLE ? 'system' : SYSTEM.includes(first) && second === undefined ? 'system' : 'outside'
}
