import path from 'node:path'
import { setting, settingsOf } from '../../_shared/src/git/config.ts'
import { repositoryOf } from '../../_shared/src/git/repository.ts'

/** What a path has to do with hooks: git's own, the files of the working tree that say what they do, or nothing. */
export type Place = 'git' | 'project' | undefined

const IN_GIT = /\/\.git\/(?:.+\/)?hooks(?:\/|$)/
const FILES =
  /^(?:\.?lefthook(?:-local)?\.(?:ya?ml|toml|json)|\.pre-commit-config\.ya?ml|\.simple-git-hooks\.[cm]?js(?:on)?|\.overcommit\.yml)$/

/** What an absolute path has to do with hooks. Examples (`pre-commit.sample`) have nothing to do with them. */
export function placeOf(file: string, home: string): Place {
  const plain = file.replaceAll('\\', '/')
  if (plain.endsWith('.sample')) return undefined
  if (IN_GIT.test(plain) || isInHooksPath(file, home)) return 'git'
  return plain.split('/').includes('.husky') || FILES.test(path.basename(plain)) ? 'project' : undefined
}

/** Inside of the folder that `core.hooksPath` names. */
function isInHooksPath(file: string, home: string): boolean {
  const repository = repositoryOf(path.dirname(file))
  if (!repository) return false
  const named = setting(settingsOf(repository.commonDir, home), 'core.hookspath')
  if (!named || named === '/dev/null') return false
  const folder = named.startsWith('~/')
    ? path.join(home, named.slice(2))
    : path.resolve(path.dirname(repository.commonDir), named)
  const relative = path.relative(folder, file)
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative))
}

/** A file that has settings of git in it. */
export function isGitConfig(file: string): boolean {
  const plain = file.replaceAll('\\', '/')
  return /\/\.git\/(?:.+\/)?config(?:\.worktree)?$|\/\.gitconfig$|\/\.config\/git\/config$/.test(plain)
}
