import { located } from '../../_shared/src/files/locate.ts'
import { isNamed, patternsOf } from '../../_shared/src/files/patterns.ts'
import { homedir } from '../../_shared/src/home.ts'
import { textsOf } from './options.ts'

/** Where secrets belong, if anywhere on the disk. */
const ENV_FILES = [
  '//**/.env',
  '//**/.env.*',
  '//**/.envrc',
  '//**/.dev.vars',
  '!//**/.env.*example*',
  '!//**/.env.example',
]
const NOT_ENV = ['!//**/.env.sample', '!//**/.env.template', '!//**/.env.dist', '!//**/.env.defaults']

/** How to look at a path. */
export interface Looking {
  readonly options: Readonly<Record<string, unknown>>
  readonly projectDir: string
  /** Whether .env files are free as well; default: they are. */
  readonly env?: boolean
}

/** Whether secrets may stand in the file. */
export function isFree(file: string, { options, projectDir, env = true }: Looking): boolean {
  const patterns = patternsOf([
    ...(env ? [...ENV_FILES, ...NOT_ENV] : []),
    ...textsOf(options['ignorePaths']),
  ])
  return isNamed(patterns, located(file, { cwd: projectDir, projectDir, home: homedir() }))
}
