import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A throw-away project folder and HOME, side by side under `root`. */
export interface Scratch {
  root: string
  project: string
  home: string
  /** Writes a file below `root` (`project/…` or `home/…`) and returns its path; a non-string becomes JSON. */
  write(file: string, content: unknown): string
  remove(): void
}

/** Folders that this process made and may therefore be destroyed by what a test runs. */
const made = new Set<string>()

/** Makes a scratch project and HOME in the temp folder; `git: true` makes the project a repository. */
export function makeScratch({ git = false }: { git?: boolean } = {}): Scratch {
  // Real path: the client reports resolved paths, and tests compare them.
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-e2e-')))
  made.add(root)
  const project = path.join(root, 'project')
  const home = path.join(root, 'home')
  for (const folder of [project, home, path.join(root, 'tmp')]) mkdirSync(folder)
  if (git)
    execFileSync('git', ['init', '--quiet', project], { env: { PATH: process.env['PATH'], HOME: home } })
  return {
    root,
    project,
    home,
    write: (file, content) => write(path.join(root, file), content),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  }
}

/** Returns the scratch root that holds `folder`; throws for any folder that `makeScratch` did not make. */
export function scratchRootOf(folder: string): string {
  const real = realpathSync(folder)
  const root = [...made].find((candidate) => real.startsWith(candidate + path.sep))
  if (root === undefined) throw new Error(`${folder} is not inside a scratch folder of this test`)
  return root
}

function write(file: string, content: unknown): string {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`)
  return file
}
