import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { historyFile } from '../core/history-place.ts'
import { sha256 } from '../core/integrity.ts'
import type { Write } from '../core/plan.ts'
import { FILES, type Scope } from '../core/scope.ts'
import { patchBetween, type TextPatch, unpatched } from '../core/text-patch.ts'
import { writeAtomic } from './files.ts'
import { readText } from './read.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What a scope was before a change: the texts of hookpack.json and the lockfile, null for none. */
export interface Earlier {
  /** When it was changed, RFC 3339. */
  readonly until: string
  readonly request: string | null
  readonly lockfile: string | null
  /** The hash of the lockfile that the change has made; what earlier versions remembered has none. */
  readonly made?: string
  /** A change of the settings file alone, by `hooks doctor --fix`: how to take it back, and the hash of what it made. */
  readonly mended?: TextPatch & { readonly made: string }
}

/** How a lockfile is known again. */
export function textHash(text: string | null): string {
  return sha256(text ?? '')
}

const MOST = 20

/**
 * Remembers what a change has replaced, for `rollback`. It is kept per user in the state folder, outside of every
 * project, and may vanish at any moment: then there is nothing to go back to, and nothing else is lost.
 */
export async function rememberChange(scope: Scope, writes: readonly Write[], env: Env): Promise<void> {
  const before = (name: keyof typeof FILES): string | null | undefined =>
    writes.find((write) => write.path.endsWith(`/${FILES[name]}`))?.before
  const lockfile = before('lockfile')
  const request = before('request')
  const file = historyFile(scope.folder, env, process.platform)
  const mend = writes.find(({ mends }) => mends !== undefined)
  if ((lockfile === undefined && request === undefined && !mend) || file === undefined) return
  try {
    const unchanged = (name: keyof typeof FILES): Promise<string | null> =>
      readText(path.join(scope.folder, FILES[name]))
    const entry: Earlier = {
      until: new Date().toISOString(),
      request: request === undefined ? await unchanged('request') : request,
      lockfile: lockfile === undefined ? await unchanged('lockfile') : lockfile,
      made: textHash(await unchanged('lockfile')),
    }
    const known = await readHistory(scope, env)
    if (mend) return await write(file, scope, withMend(known, entry, mend))
    const last = known.at(-1)
    // A change that was interrupted after it had been remembered is remembered again by who finishes it.
    const isKnown =
      last?.mended === undefined &&
      last?.request === entry.request &&
      last.lockfile === entry.lockfile &&
      last.made === entry.made
    if (isKnown) return
    await write(file, scope, [...known, entry])
  } catch {
    // The change itself is made; that it cannot be rolled back by itself is no reason to call it failed.
  }
}

async function write(file: string, scope: Scope, entries: readonly Earlier[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const text = JSON.stringify({ v: 1, scope: scope.folder, entries: entries.slice(-MOST) })
  await writeAtomic(file, `${text}\n`, 0o600)
}

/** What was mended in several goes is taken back in one. */
function withMend(
  known: readonly Earlier[],
  entry: Earlier,
  { before, after, mends }: Write,
): readonly Earlier[] {
  const [from, to] = [before ?? '', after ?? '']
  const last = known.at(-1)
  const made = textHash(to)
  if (last?.mended?.made === made) return known
  const first =
    mends === 'more' && last?.mended?.made === textHash(from) ? unpatched(from, last.mended) : undefined
  const mended = { ...patchBetween(first ?? from, to), made }
  return first === undefined
    ? [...known, { ...entry, mended }]
    : [...known.slice(0, -1), { ...entry, mended }]
}

/** What a scope was before its last changes on this machine, oldest first. */
export async function readHistory(scope: Scope, env: Env): Promise<readonly Earlier[]> {
  const file = historyFile(scope.folder, env, process.platform)
  const text = file === undefined ? null : await readText(file).catch(() => null)
  if (text === null) return []
  try {
    const { v, entries } = JSON.parse(text) as { v?: unknown; entries?: unknown }
    return v === 1 && Array.isArray(entries) ? entries.filter(isEarlier) : []
  } catch {
    // A file that somebody else wrote there says nothing about us.
    return []
  }
}

function isEarlier(value: unknown): value is Earlier {
  const { until, request, lockfile, made, mended } = (value ?? {}) as Record<string, unknown>
  const isText = (one: unknown): boolean => one === null || typeof one === 'string'
  const isWhole = typeof until === 'string' && isText(request) && isText(lockfile) && isText(made ?? null)
  return isWhole && (mended === undefined || isMend(mended))
}

function isMend(value: unknown): boolean {
  const { at, ...texts } = (value ?? {}) as Record<string, unknown>
  const { removed, inserted, made } = texts
  return Number.isInteger(at) && [removed, inserted, made].every((one) => typeof one === 'string')
}
