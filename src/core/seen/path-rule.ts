import { meetsWildcard } from './wildcard.ts'

/** The folders that patterns of paths start from, absolute. */
export interface Folders {
  /** Where the client was started. */
  readonly project: string
  readonly cwd: string
  readonly home: string | undefined
}

/**
 * The client's own test of a file against the pattern of a rule such as `Edit(src/**)`: like a line of a .gitignore,
 * whatever the case. `//` starts at the root of the disk, `~/` at home, `/` at the project, all else at the current folder.
 */
export function meetsPath(pattern: string, file: string, folders: Folders): boolean {
  const [root, relative] = rooted(pattern.trim(), folders)
  const inside = root === undefined ? undefined : below(root, absolute(file, folders))
  if (inside !== undefined && relative !== undefined && isIgnored(relative, inside)) return true
  const literal = !/(?<!\\)\*/.test(pattern)
  return (pattern.trim().startsWith('*') || literal) && meetsWildcard(pattern, file)
}

function rooted(pattern: string, { project, cwd, home }: Folders): readonly [string | undefined, string] {
  if (pattern.startsWith('//')) return ['/', pattern.slice(1)]
  if (pattern.startsWith('~/')) return [home, pattern.slice(1)]
  if (pattern.startsWith('/')) return [project, pattern]
  return [cwd, pattern.replace(/^\.\//, '')]
}

function absolute(file: string, { cwd, home }: Folders): string {
  const slashes = file.replaceAll('\\', '/')
  if (slashes.startsWith('~/') && home !== undefined) return home + slashes.slice(1)
  const whole = /^(?:\/|[A-Za-z]:)/.test(slashes) ? slashes : `${cwd}/${slashes}`
  const parts: string[] = []
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** The path of a file below a folder; undefined when it is elsewhere. */
function below(folder: string, file: string): string | undefined {
  const root = folder.replaceAll('\\', '/').replace(/\/?$/, '/')
  const start = root.startsWith('/') ? root : `/${root}`
  return file.startsWith(start) ? file.slice(start.length) : undefined
}

/** True when a line of a .gitignore takes this file, or a folder that it lies in. */
function isIgnored(line: string, file: string): boolean {
  if (line.startsWith('!') || line.startsWith('#') || line === '') return false
  const onlyFolders = line.endsWith('/')
  const body = line.replace(/\/+$/, '')
  const anchored = body.replace(/^\//, '').includes('/') || body.startsWith('/')
  const source = body
    .replace(/^\//, '')
    .split(/(\*\*\/|\/\*\*$|\*+|\?|\[[^\]]+\]|\\.)/)
    .map(glob)
    .join('')
  const expression = new RegExp(`^${anchored ? '' : '(?:[^]*/)?'}${source}$`, 'i')
  const parts = file.split('/')
  return parts.some((_, at) => {
    const isFile = at === parts.length - 1
    return !(onlyFolders && isFile) && expression.test(parts.slice(0, at + 1).join('/'))
  })
}

function glob(part: string): string {
  if (part === '**/') return '(?:[^]*/)?'
  if (part === '/**') return '/[^]+'
  if (part === '**') return '[^]*'
  if (/^\*+$/.test(part)) return '[^/]*'
  if (part === '?') return '[^/]'
  if (/^\[.+\]$/.test(part)) return part.replace(/^\[!/, '[^')
  const text = /^\\.$/.test(part) ? part.slice(1) : part
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
