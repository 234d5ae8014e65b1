import type { Operation } from './operation.ts'
import type { Manager } from './wanted.ts'

/** Where the command is meant to run, as far as its spelling depends on it. */
export interface Target {
  readonly manager: Manager
  readonly classic: boolean
  /** The program is installed in the project. */
  readonly installed: boolean
}

/** The command that does the same with another package manager; `undefined` where there is none. */
export function spelled(operation: Operation, target: Target): string | undefined {
  const words = operation.words.map(quoted)
  const line = (...parts: readonly (string | undefined)[]) =>
    [target.manager, ...parts, ...words].filter(Boolean).join(' ')
  const { manager, classic } = target
  switch (operation.kind) {
    case 'install':
      return line('install')
    case 'frozen':
      return manager === 'npm'
        ? 'npm ci'
        : line('install', manager === 'yarn' && !classic ? '--immutable' : '--frozen-lockfile')
    case 'add':
      return line(manager === 'npm' ? 'install' : 'add', ...flagsOf(operation, manager))
    case 'remove':
      return line(manager === 'npm' ? 'uninstall' : 'remove')
    case 'update':
      return line(manager === 'yarn' ? (classic ? 'upgrade' : 'up') : 'update')
    case 'run':
      return script(operation, target)
    case 'exec':
      return execution(operation, target)
    case 'create':
      return line('create')
    case 'audit':
      return manager === 'yarn' && !classic ? 'yarn npm audit' : line('audit')
    case 'dedupe':
      return manager === 'bun' || classic ? undefined : line('dedupe')
  }
}

function flagsOf({ group, exact }: Operation, manager: Manager): readonly string[] {
  const groups = {
    npm: { dev: '-D', optional: '-O', peer: '--save-peer' },
    pnpm: { dev: '-D', optional: '-O', peer: '--save-peer' },
    yarn: { dev: '-D', optional: '-O', peer: '-P' },
    bun: { dev: '-d', optional: '--optional', peer: '--peer' },
  } as const
  return [...(group ? [groups[manager][group]] : []), ...(exact ? ['-E'] : [])]
}

function script({ words }: Operation, { manager }: Target): string {
  const [name = '', ...given] = words
  const args = given[0] === '--' ? given.slice(1) : given
  const tail = args.map(quoted).join(' ')
  if (manager === 'npm') {
    const start = name === 'test' || name === 'start' ? `npm ${name}` : `npm run ${quoted(name)}`
    return tail ? `${start} -- ${tail}` : start
  }
  return `${manager} run ${quoted(name)}${tail ? ` ${tail}` : ''}`
}

function execution({ words }: Operation, { manager, classic, installed }: Target): string | undefined {
  const tail = (words[0] === '--' ? words.slice(1) : words).map(quoted).join(' ')
  switch (manager) {
    case 'npm':
      return `npx ${tail}`
    case 'bun':
      return `bunx ${tail}`
    case 'pnpm':
      return installed ? `pnpm exec ${tail}` : `pnpm dlx ${tail}`
    case 'yarn':
      // The first yarn runs only what is installed.
      return installed ? `yarn run ${tail}` : classic ? undefined : `yarn dlx ${tail}`
  }
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./^~…-]+$/.test(word)) return word
  return `'${word.replace(/\uE000/g, '…').replaceAll("'", "'\\''")}'`
}
