import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll } from 'vitest'

const kit = path.resolve(import.meta.dirname, '../../../src/runtime/src/kit')

/** A folder of its own for a test file, without links in its path; removed after the tests. */
export function newScratch(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-kit-')))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Bundles a program that imports helpers from `kit/` (as `#kit/<file>`), as an author's build does. */
export function bundled(folder: string, name: string, code: string): string {
  const outfile = path.join(folder, `${name}.cjs`)
  buildSync({
    stdin: { contents: code.replaceAll('#kit/', `${kit}/`), resolveDir: kit, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  })
  return outfile
}
