import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type Evidence, isEvidence } from '../core/evidence.ts'
import type { Scope } from '../core/scope.ts'
import { writeAtomic } from './files.ts'
import { exclusively } from './mutex.ts'
import { readText } from './read.ts'
import { memoryFile } from './user-memory.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What proved where a pack of a source comes from, when the user last took one. */
export interface Proven {
  readonly source: string
  readonly name: string
  /** Undefined for nothing, which the user insisted on. */
  readonly evidence: Evidence | undefined
}

const FILE = 'evidence.json'

/** The oldest go first. */
const MOST = 2000

/** What proved packs before, newest last: also those that were removed since, and those of other projects. */
export async function readProven(scope: Scope, env: Env): Promise<readonly Proven[]> {
  const file = memoryFile(scope, env, FILE)
  const text = file === undefined ? null : await readText(file).catch(() => null)
  if (text === null) return []
  try {
    const { v, packs } = JSON.parse(text) as { v?: unknown; packs?: unknown }
    return v === 1 && Array.isArray(packs) ? packs.filter(isProven) : []
  } catch {
    // What cannot be read says nothing; the lockfile still does.
    return []
  }
}

/** Remembers what proved packs. Where it cannot be written, the lockfile is what is left to compare with. */
export async function rememberProven(scope: Scope, env: Env, packs: readonly Proven[]): Promise<void> {
  const file = memoryFile(scope, env, FILE)
  if (file === undefined || packs.length === 0) return
  const isOther = ({ source, name }: Proven): boolean =>
    packs.every((one) => one.source !== source || one.name !== name)
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    await exclusively(path.dirname(file), async () => {
      const known = await readProven(scope, env)
      const all = [...known.filter(isOther), ...packs.filter(isProven)].slice(-MOST)
      if (all.length === 0 && known.length === 0) return
      await writeAtomic(file, `${JSON.stringify({ v: 1, packs: all })}\n`, 0o600)
    })
  } catch {
    // The change itself is made and agreed to.
  }
}

function isProven(value: unknown): value is Proven {
  const { source, name, evidence } = (value ?? {}) as Record<string, unknown>
  return typeof source === 'string' && typeof name === 'string' && isEvidence(evidence)
}
