import { lstatSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { GROUPS } from '../../_shared/src/files/groups.ts'
import { located } from '../../_shared/src/files/locate.ts'
import { isNamed, patternsOf } from '../../_shared/src/files/patterns.ts'
import { realPath } from '../../_shared/src/files/real-path.ts'
import { homedir } from '../../_shared/src/home.ts'
import type { Options } from './options.ts'
import { isWithin } from './store.ts'

/** A file that is to be copied: real path, and its name in the project. Or why it is left out. */
export type Choice =
  | { readonly kind: 'copy'; readonly file: string; readonly name: string }
  | { readonly kind: 'leave'; readonly name: string; readonly why: string }
  | { readonly kind: 'nothing' }

const MACHINE = ['node_modules/', '.git/', '.venv/', '__pycache__/', '.next/', '.nuxt/', '.svelte-kit/']

/** Decides from paths and file status alone whether a file is copied. */
export function choose(named: string, projectDir: string, options: Options): Choice {
  const [file, project] = [realPath(named), realPath(projectDir)]
  const status = file === undefined ? undefined : statOf(file)
  // What does not exist yet has nothing to lose.
  if (file === undefined || project === undefined || !status) return { kind: 'nothing' }
  const name = path.relative(project, file)
  const leave = (why: string): Choice => ({
    kind: 'leave',
    name: isWithin(file, project) ? name : named,
    why,
  })
  if (!isWithin(file, project)) return leave('it lies outside of the project')
  if (!status.isFile()) return leave('it is not a file')
  if (status.size > options.maxFileKB * 1024) return leave(`it is larger than ${options.maxFileKB} KB`)
  const where = located(file, { cwd: project, projectDir: project, home: homedir() })
  if (isNamed(patternsOf(MACHINE), where)) return leave('a program makes what is in that folder')
  if (isNamed(patternsOf(options.ignore), where)) return leave('the option `ignore` names it')
  if (!options.secrets && isNamed(patternsOf(secretPatterns()), where)) return leave('it holds secrets')
  return { kind: 'copy', file, name }
}

function secretPatterns(): readonly string[] {
  return GROUPS.filter(({ name }) => name === 'env' || name === 'keys').flatMap(({ patterns }) => patterns)
}

const MOST_FILES = 300
const SKIPPED = new Set(['node_modules', '.git', '.venv', '__pycache__', '.next', '.nuxt', '.svelte-kit'])

/** The files of a folder that is about to go, links left out; the file itself if it is one. */
export function filesBelow(file: string): readonly string[] {
  const found: string[] = []
  const waiting = [file]
  for (let next = waiting.pop(); next !== undefined && found.length < MOST_FILES; next = waiting.pop()) {
    const status = lstatOf(next)
    if (status?.isFile()) found.push(next)
    // A link goes alone: what it leads to stays.
    if (!status?.isDirectory() || SKIPPED.has(path.basename(next))) continue
    for (const name of namesIn(next).reverse()) waiting.push(path.join(next, name))
  }
  return found
}

function statOf(file: string) {
  try {
    return statSync(file, { throwIfNoEntry: false })
  } catch {
    // A path through a file leads nowhere.
    return undefined
  }
}

function lstatOf(file: string) {
  try {
    return lstatSync(file, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).slice(0, 2000)
  } catch {
    return []
  }
}
