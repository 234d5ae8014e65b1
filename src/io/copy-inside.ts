import { copyFile, lstat, mkdir, readdir, readlink, realpath, symlink } from 'node:fs/promises'
import path from 'node:path'
import { isWithin } from './links.ts'

/** What is copied, and how far links are followed. */
interface Copying {
  /** Nothing outside of this folder is copied. Links resolved. */
  readonly inside: string
  /** The folder that is copied, links resolved. */
  readonly top: string
  readonly leaveOut: readonly string[]
  /** Folders that were copied: links may lead round in a circle. */
  readonly known: Set<string>
}

/**
 * Copies a file or a folder so that nothing that writes into the copy reaches what it was copied from. Links stay links
 * where they lead to something in the copy; others become what they lead to, if that is inside of `inside`. What leads out
 * of it is left out, but for programs.
 */
export async function copyInside(
  source: string,
  target: string,
  { inside, leaveOut }: { readonly inside: string; readonly leaveOut: readonly string[] },
): Promise<void> {
  const [top, limit] = await Promise.all([realpath(source), realpath(inside)])
  if (!isWithin(limit, top)) return
  await mkdir(path.dirname(target), { recursive: true })
  await copyOne(top, target, { inside: limit, top, leaveOut, known: new Set() })
}

async function copyOne(source: string, target: string, copying: Copying): Promise<void> {
  const entry = await lstat(source)
  if (entry.isSymbolicLink()) await copyLink(source, target, copying)
  else if (entry.isFile()) await copyFile(source, target)
  else if (entry.isDirectory() && !copying.known.has(source)) {
    copying.known.add(source)
    await mkdir(target, { recursive: true })
    for (const name of await readdir(source)) {
      const inner = path.join(source, name)
      if (!copying.leaveOut.includes(inner)) await copyOne(inner, path.join(target, name), copying)
    }
  }
}

async function copyLink(source: string, target: string, copying: Copying): Promise<void> {
  const written = await readlink(source)
  const real = await realpath(source).catch(() => undefined)
  if (real === undefined) return
  const named = path.resolve(path.dirname(source), written)
  const stays = [named, real].every((one) => isWithin(copying.top, one)) && !path.isAbsolute(written)
  if (stays) await symlink(written, target)
  else if (isWithin(copying.inside, real)) await copyOne(real, target, copying)
  else if (await isProgram(real)) await symlink(real, target)
}

/** Such as the interpreter that a virtual environment links to. */
async function isProgram(file: string): Promise<boolean> {
  const found = await lstat(file)
  return found.isFile() && (found.mode & 0o111) !== 0
}
