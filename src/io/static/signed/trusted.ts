import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { TrustedRoot } from '../../../core/evidence.ts'
import { sha256 } from '../../../core/integrity.ts'
import { HooksError } from '../../../errors.ts'
import { stateFolder } from '../../../runtime/src/state-folder.ts'
import { parseJson } from '../../../schema/json.ts'
import { writeAtomic } from '../../files.ts'
import { exclusively } from '../../mutex.ts'
import { codeOf, readText } from '../../read.ts'
import type { Called } from '../files.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What is known of a signed registry, and must never be less. */
export interface Trusted {
  /** The roots from the first that was trusted to the newest, as far as they were seen. */
  readonly roots: readonly TrustedRoot[]
  /** Texts of metadata as they came. Bins are not here: the snapshot holds their versions. */
  readonly metadata: TopMetadata
  /** For so many seconds it may be used without asking. */
  readonly ttl: number
  /** When it was last asked for, in milliseconds since 1970. */
  readonly checked: number
}

/** The metadata that every reader has. */
export interface TopMetadata {
  readonly root: string
  readonly timestamp: string
  readonly snapshot: string
  readonly targets: string
}

/**
 * The file that remembers a registry, in the user's state folder and not in the cache: without it, whatever a server
 * says would be believed once more. Undefined where there is no place for it.
 */
export function trustedFile(base: string, env: Env): string | undefined {
  const folder = stateFolder(env, process.platform)
  return folder === '' ? undefined : path.join(folder, 'registries', `${sha256(base).slice(0, 32)}.json`)
}

/** What is known of a registry; undefined for one that was never seen signed. Throws `evidence-lost` for a damaged file. */
export async function readTrusted(called: Called, env: Env): Promise<Trusted | undefined> {
  const file = trustedFile(called.base, env)
  const text = file === undefined ? null : await textOf(file, called)
  return text === null ? undefined : parsed(text, file ?? '', called)
}

async function textOf(file: string, called: Called): Promise<string | null> {
  try {
    return await readText(file)
  } catch (error) {
    // A file where its folder should be: nothing was ever kept.
    if (codeOf((error as { cause?: unknown }).cause) === 'ENOTDIR') return null
    throw damaged(file, called, error)
  }
}

function parsed(text: string, file: string, called: Called): Trusted {
  const result = parseJson(text)
  const value = 'value' in result ? (result.value as (Trusted & { v: unknown; base: unknown }) | null) : null
  const { root, timestamp, snapshot, targets } = value?.metadata ?? {}
  const whole =
    value?.v === 1 &&
    value.base === called.base &&
    Array.isArray(value.roots) &&
    value.roots.length > 0 &&
    value.roots.every(
      (one: Partial<TrustedRoot> | null) =>
        typeof one?.version === 'number' && typeof one.sha256 === 'string',
    ) &&
    [root, timestamp, snapshot, targets].every((one) => typeof one === 'string') &&
    [value.ttl, value.checked].every((one) => typeof one === 'number')
  if (!whole) throw damaged(file, called)
  return value
}

function damaged(file: string, { name, base }: Called, cause?: unknown): HooksError {
  return new HooksError(
    'evidence-lost',
    `what is known of the signed registry \`${name}\` (${base}) cannot be read: ${file}`,
    {
      hint: `look who has changed it; without that file, the registry is trusted anew`,
      ...(cause === undefined ? {} : { cause }),
    },
  )
}

/** Remembers what is known now, unless another command knows more already. Throws what the system says. */
export async function keepTrusted(base: string, trusted: Trusted, env: Env): Promise<void> {
  const file = trustedFile(base, env)
  if (file === undefined) throw new Error('there is no folder for it')
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await exclusively(path.dirname(file), async () => {
    const text = await readText(file).catch(() => null)
    const result = text === null ? undefined : parseJson(text)
    const before = result && 'value' in result ? (result.value as Partial<Trusted> | null) : undefined
    if (before && isNewer(before, trusted)) return
    await writeAtomic(file, `${JSON.stringify({ v: 1, base, ...trusted })}\n`, 0o600)
  })
}

/** A later root may begin the other numbers anew. */
function isNewer(one: Partial<Trusted>, than: Trusted): boolean {
  const [a, b] = [one.roots?.at(-1)?.version ?? 0, than.roots.at(-1)?.version ?? 0]
  const same = one.roots?.at(-1)?.sha256 === than.roots.at(-1)?.sha256
  return same && a === b && versionIn(one.metadata?.timestamp) > versionIn(than.metadata.timestamp)
}

/** The version that metadata has; 0 for what is none. */
function versionIn(text: string | undefined): number {
  const result = text === undefined ? undefined : parseJson(text)
  const value =
    result && 'value' in result ? (result.value as { signed?: { version?: unknown } } | null) : null
  return typeof value?.signed?.version === 'number' ? value.signed.version : 0
}
