import path from 'node:path'
import { stateFolder } from '../../../src/runtime/src/state-folder.ts'
import { realPath } from '../../_shared/src/files/real-path.ts'
import { homedir } from '../../_shared/src/home.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Where copies go, or why there is no such place. */
export type Store = { readonly folder: string } | { readonly problem: string }

/** The folder of the option, else one in the state folder; never one in the project, where it would be committed. */
export function storeOf(option: string, projectDir: string, env: Env): Store {
  const folder = option.trim() === '' ? usual(env) : absolute(option.trim())
  if (folder === undefined)
    return { problem: 'the option `folder` must be an absolute path, or begin with ~/' }
  if (folder === '') return { problem: 'there is no state folder, and the option `folder` names none' }
  const [real, project] = [realPath(path.resolve(folder)), realPath(projectDir)]
  if (real === undefined || project === undefined)
    return { problem: 'the folder for copies cannot be reached' }
  return isWithin(real, project)
    ? { problem: 'the folder for copies lies in the project, where they could be committed' }
    : { folder: real }
}

/** True for the folder itself and what is in it. */
export function isWithin(file: string, folder: string): boolean {
  const inside = path.relative(folder, file)
  return inside !== '..' && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside)
}

function usual(env: Env): string {
  const folder = stateFolder(env, process.platform)
  return folder === '' ? '' : path.join(folder, 'backups')
}

function absolute(option: string): string | undefined {
  if (/^~[\\/]/.test(option)) return path.join(homedir(), option.slice(2))
  return path.isAbsolute(option) ? option : undefined
}

/** The folder of the copies of a project: its name, and a few letters that no other project has. */
export function projectFolder(folder: string, project: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  const name = path
    .basename(project)
    .replace(/[^\w.-]+/g, '_')
    .slice(0, 60)
  return path.join(folder, `${name}-${createHash('sha256').update(project).digest('hex').slice(0, 8)}`)
}
