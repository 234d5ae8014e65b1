import { cpSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { put, readJson, type Scratch, scratch, snapshot } from '../scenarios/cli.ts'

export const GUARD = 'block-dangerous-bash'

/** The parts of a lockfile that an attacker would edit. */
interface Lock {
  packs: Record<string, Record<string, unknown> & { folder: string; files: Record<string, string> }>
  entries: { event: string; handler: Record<string, unknown>; hooks: string[] }[]
}

/** A project that somebody has published, with a pack in it, cloned by somebody who has never seen it. */
export interface Clone extends Scratch {
  readonly lock: string
  /** A folder that is nobody's business: whatever appears in it has got out. */
  readonly outside: string
  /** The command that an attack would run: it leaves a file in `outside`. */
  readonly payload: string
  readonly editLock: (edit: (lock: Lock) => void) => void
  /** Everything outside of the project and of our own state and cache. */
  readonly elsewhere: () => Readonly<Record<string, string>>
}

/** A project with the guard in it. */
export async function published(): Promise<Scratch> {
  const author = scratch()
  await author.done(['add', GUARD, '--yes'])
  return author
}

/** A fresh clone: the author's home is not the reader's. */
export function clone(author: Scratch): Clone {
  const at = scratch()
  cpSync(path.join(author.project, '.claude'), path.join(at.project, '.claude'), { recursive: true })
  const outside = path.join(at.root, 'outside')
  mkdirSync(outside)
  put(path.join(at.home, '.claude/settings.json'), { model: 'opus' })
  put(path.join(at.home, '.bashrc'), '# mine\n')
  put(path.join(at.home, 'secret'), 'hunter2\n')
  const lock = path.join(at.folder, 'lock.json')
  return {
    ...at,
    lock,
    outside,
    payload: `'${process.execPath}' -e "fs.writeFileSync('${outside}/ran','')"`,
    editLock: (edit) => {
      const value = readJson<Lock>(lock)
      edit(value)
      put(lock, value)
    },
    elsewhere: () => ({
      ...snapshot(at.home),
      ...Object.fromEntries(
        Object.entries(snapshot(outside)).map(([name, text]) => [`outside/${name}`, text]),
      ),
    }),
  }
}
