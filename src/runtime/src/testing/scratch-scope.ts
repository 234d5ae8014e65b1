import { copyFileSync, existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TableHook } from '../types.ts'

/** The built runtime lies beside this file once it is built itself. */
declare const __dirname: string

/** The only hook of a scratch scope, unless it has another name. */
export const HOOK = 'case/hook'

/** A file that is to run as an installed hook, and what the table says of it. */
export interface FileUnderTest extends Omit<TableHook, 'module' | 'script' | 'pack'> {
  /** Absolute. */
  readonly file: string
  /** Default: the nearest folder above the file with a `hooks.json`, else its own. */
  readonly packDir: string | undefined
  /** `<pack>/<hook id>`. */
  readonly name: string
  /** A program, even if it is JavaScript. */
  readonly isScript: boolean
}

/** Makes `root` a scope as `hooks add` does, but with a link to the pack. Gives the file of the runtime. */
export function writeScope(root: string, under: FileUnderTest): string {
  const { file, packDir: given, name: hookName, isScript, ...rest } = under
  if (!existsSync(file)) throw new Error(`there is no file ${file}; is the pack built?`)
  if (/\.[cm]?tsx?$/.test(file)) throw new Error(`${file} has to be built: installed hooks are JavaScript`)
  const packDir = path.resolve(given ?? packOf(path.dirname(file)))
  // A junction, where there are such, needs no rights.
  symlinkSync(packDir, path.join(root, 'pack'), 'junction')
  const place = `pack/${path.relative(packDir, file).replaceAll('\\', '/')}`
  const isModule = !isScript && /\.[cm]?js$/.test(file)
  const hook: TableHook = { ...rest, pack: 'pack', ...(isModule ? { module: place } : { script: place }) }
  // HOOKS=0 in the shell of whoever runs the tests is not for them.
  const table = { version: 1, hooks: { [hookName]: hook }, enforced: true }
  writeFileSync(path.join(root, 'table.json'), JSON.stringify(table))
  writeFileSync(path.join(root, 'package.json'), '{"type":"commonjs"}')
  for (const name of readdirSync(__dirname).filter((one) => /^runtime(?:-\w+)?\.cjs$/.test(one)))
    copyFileSync(path.join(__dirname, name), path.join(root, name))
  return path.join(root, 'runtime.cjs')
}

function packOf(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, 'hooks.json'))) return at
    if (at === path.dirname(at)) return folder
  }
}
