import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ArchiveFile } from '../core/archive/read.ts'
import type { Folders } from '../core/cases.ts'
import type { Case } from '../schema/cases.ts'

/** A scratch folder that nothing else uses. */
export interface Scratch {
  readonly root: string
  readonly remove: () => Promise<void>
}

/** Those that are there now: they go as well when this process is told to end. */
const roots = new Set<string>()
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
let told = false

/** Makes a scratch folder; `remove` takes it away with everything in it. */
export async function scratchFolder(): Promise<Scratch> {
  // Nothing new begins in the moment that is left.
  if (told) return new Promise(() => undefined)
  // The system's own folder may be a link; hooks compare paths.
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'hookpack-case-')))
  if (roots.size === 0) for (const signal of SIGNALS) process.on(signal, onSignal)
  roots.add(root)
  const remove = async (): Promise<void> => {
    await rm(root, { recursive: true, force: true, maxRetries: 3 })
    if (roots.delete(root) && roots.size === 0) stopListening()
  }
  return { root, remove }
}

function stopListening(): void {
  for (const signal of SIGNALS) process.removeListener(signal, onSignal)
}

/** Hooks that run are ended first, by what has started them; it then sends the signal again. */
function onSignal(signal: NodeJS.Signals): void {
  const first = !told
  told = true
  if (first && process.listenerCount(signal) > 1) return
  for (const root of roots) rmSync(root, { recursive: true, force: true, maxRetries: 3 })
  stopListening()
  process.kill(process.pid, signal)
}

/** The folders of one case, with its files. */
export async function placeCase(
  root: string,
  { files = {} }: Case,
): Promise<Folders & { readonly temporary: string }> {
  const [project, home, temporary] = ['project', 'home', 'tmp'].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [project, home, temporary]) await mkdir(folder)
  for (const [name, value] of Object.entries(files)) {
    const { content, mode } = typeof value === 'string' ? { content: value, mode: '644' } : value
    await put(path.join(project, name), content, Number.parseInt(mode, 8))
  }
  return { project, home, temporary }
}

/** Writes the files of a pack below a folder, as installing does. */
export async function placeFiles(folder: string, files: readonly ArchiveFile[]): Promise<void> {
  for (const { path: name, bytes, executable } of files)
    await put(path.join(folder, name), bytes, executable ? 0o755 : 0o644)
}

async function put(file: string, content: string | Uint8Array, mode: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, content, { mode })
}

/** The text of a file; null when it is not there. */
export async function contentOf(file: string): Promise<string | null> {
  // Whatever keeps it from being read: the case then shows that it is not what was expected.
  return readFile(file, 'utf8').catch(() => null)
}
