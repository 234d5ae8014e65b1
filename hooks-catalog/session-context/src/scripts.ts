import { existsSync } from 'node:fs'
import path from 'node:path'
import { smallFile } from '../../_shared/src/git-files.ts'
import type { Place } from './at-start.ts'
import { quote, someOf } from './quote.ts'

const MOST_BYTES = 512 * 1024
const SHOWN = 20

const LOCKS: readonly (readonly [string, string])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
]

const OTHERS: readonly (readonly [string, string])[] = [
  ['uv.lock', 'Python with uv'],
  ['poetry.lock', 'Python with Poetry'],
  ['pdm.lock', 'Python with PDM'],
  ['Pipfile.lock', 'Python with Pipenv'],
  ['Cargo.toml', 'Rust with Cargo'],
  ['go.mod', 'Go'],
  ['Gemfile.lock', 'Ruby with Bundler'],
  ['composer.lock', 'PHP with Composer'],
  ['deno.json', 'Deno'],
]

/** The package manager, the names of scripts, and other tools that the project builds with. */
export function scriptLines({ root, cwd }: Place): readonly string[] {
  const folders = [...new Set([cwd, root])]
  const folder = folders.find((one) => existsSync(path.join(one, 'package.json')))
  const others = OTHERS.filter(([file]) => folders.some((one) => existsSync(path.join(one, file))))
  return [
    ...(folder === undefined ? [] : packageLines(folder, root)),
    ...(others.length === 0 ? [] : [`Also here: ${others.map(([, what]) => what).join(', ')}.`]),
  ]
}

function packageLines(folder: string, root: string): readonly string[] {
  const read = manifestOf(path.join(folder, 'package.json'))
  if (read === undefined) return []
  const manager = managerOf(read, [folder, root])
  const names = isFields(read['scripts']) ? Object.keys(read['scripts']) : []
  // npm runs these with the script that they are named after.
  const called = names.filter(
    (name) => !/^(?:pre|post)/.test(name) || !names.includes(name.replace(/^(?:pre|post)/, '')),
  )
  return [
    ...(manager === undefined ? [] : [`Package manager: ${manager}.`]),
    ...(called.length === 0 ? [] : [`Scripts of package.json: ${someOf(called, SHOWN)}`]),
  ]
}

function managerOf(read: Readonly<Record<string, unknown>>, folders: readonly string[]): string | undefined {
  const named = read['packageManager']
  if (typeof named === 'string')
    return `${quote(named.replace(/\+.*$/, ''), 40)} (packageManager in package.json)`
  const found = LOCKS.filter(([file]) => folders.some((one) => existsSync(path.join(one, file))))
  const names = [...new Set(found.map(([, name]) => name))]
  if (names.length > 1) return `${names.join(' or ')} (there are several lock files)`
  return names.length === 0 ? undefined : `${names[0]} (${found[0]?.[0]})`
}

function manifestOf(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(smallFile(file, MOST_BYTES) ?? '')
    return isFields(read) ? read : undefined
  } catch {
    // Not JSON: nothing is known of it.
    return undefined
  }
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
