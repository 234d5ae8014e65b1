import path from 'node:path'
import { advised } from '../core/advisories.ts'
import {
  type AuditFinding,
  advisoryFindings,
  changedFindings,
  droppedFindings,
  findingsOf,
  hookFindings,
  packFindings,
  policyFindings,
  scanFindings,
} from '../core/audit.ts'
import type { LockedPack } from '../core/lockfile.ts'
import type { Note } from '../core/notes.ts'
import { FILES, type Scope, type ScopeName } from '../core/scope.ts'
import { problemsOf } from '../core/settings/client-rules.ts'
import { nearestNode, parseSettings, type Tree } from '../core/settings/tree.ts'
import { HooksError } from '../errors.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import { readInstalled } from '../io/store.ts'
import { parseLoosely } from '../schema/json.ts'
import type { Context } from './context.ts'
import { openRegistries } from './open-registries.ts'
import { shownPolicy } from './policy.ts'
import { readPack } from './read-pack.ts'
import { scanPack } from './scan-pack.ts'
import { type VerifiedScope, verify } from './verify.ts'

/** What an audit found. */
export interface Audited {
  /** What file names in reports are relative to. */
  readonly root: string
  /** Errors first. */
  readonly findings: readonly AuditFinding[]
}

type Make = ReturnType<typeof findingsOf>

interface Around {
  readonly context: Context
  readonly note: (note: Note) => void
  readonly make: Make
  readonly scope: Scope
}

/**
 * Everything there is to say about what runs: what is known to be harmful, what policies do not allow, what is not as it
 * was installed, what the client drops, what reading the code finds, and every hook. Reads only.
 */
export async function audit(
  only: ScopeName | undefined,
  context: Context,
  note: (note: Note) => void,
): Promise<Audited> {
  const verified = await verify(only, context)
  const { violations } = await shownPolicy(only, context)
  const found = await Promise.all(
    verified.map(async (one) => {
      const scope = await scopeNamed(context, one.scope)
      const around = { context, note, scope, make: findingsOf(one.scope) }
      const lockfile = path.join(scope.folder, FILES.lockfile)
      return [
        ...changedFindings(around.make, one.differences),
        ...policyFindings(
          around.make,
          lockfile,
          violations.filter((violation) => violation.scope === one.scope),
        ),
        ...(await packsOf(one, around)),
        ...(await settingsOf(around)),
      ]
    }),
  )
  const project = await scopeNamed(context, 'project').catch(() => undefined)
  return { root: project?.root ?? context.cwd, findings: found.flat().toSorted((a, b) => rank(a) - rank(b)) }
}

function rank({ level }: AuditFinding): number {
  return ['error', 'warning', 'note'].indexOf(level)
}

async function packsOf(verified: VerifiedScope, around: Around): Promise<readonly AuditFinding[]> {
  const { scope, context, note, make } = around
  const { lockfile, files } = await readState(scope)
  const registries = await openRegistries(context, scope, note)
  const file = path.join(scope.folder, FILES.lockfile)
  const found = await Promise.all(
    Object.entries(lockfile.packs).map(async ([name, pack]) => {
      const known = await registries.advisories(advised(name, pack))
      const line = lineOf(files.lockfile ?? '', `"${name}": {`)
      return [
        ...advisoryFindings(make, { name, version: pack.version, lockfile: file }, known),
        ...(await scanned(name, pack, around)),
        ...packFindings(
          make,
          { name, pack, lockfile: file, line, disabled: lockfile.disabled },
          verified.unapproved,
        ),
      ]
    }),
  )
  return found.flat()
}

function lineOf(text: string, words: string): number {
  const at = text.indexOf(words)
  return at === -1 ? 1 : text.slice(0, at).split('\n').length
}

async function scanned(
  name: string,
  locked: LockedPack,
  { scope, make }: Around,
): Promise<readonly AuditFinding[]> {
  try {
    const pack = await readPack(await readInstalled(scope.folder, name, locked), () => undefined)
    return scanFindings(make, { name, folder: path.join(scope.folder, locked.folder) }, scanPack(pack))
  } catch (error) {
    // That it is no pack any more is among what is not as it was installed.
    if (error instanceof HooksError) return []
    throw error
  }
}

async function settingsOf({ scope, make }: Around): Promise<readonly AuditFinding[]> {
  const { settings, lockfile } = await readState(scope)
  const file = scope.settingsFile
  if (settings === null || settings.trim() === '') return []
  let tree: Tree
  try {
    tree = parseSettings(settings, file)
  } catch (error) {
    // That the client ignores all of it is among what is not as it was installed, also where nothing is.
    if (!(error instanceof HooksError)) throw error
    return [make({ rule: 'dropped', level: 'error', file, message: error.message })]
  }
  const parsed = parseLoosely(settings)
  const problems = 'value' in parsed ? problemsOf(parsed.value) : []
  const placed = problems.map((one) => {
    const offset = tree.root ? nearestNode(tree.root, one.at).offset : 0
    return { ...one, line: tree.text.slice(0, offset).split('\n').length }
  })
  return [
    ...droppedFindings(make, file, placed),
    ...hookFindings(make, { file, tree, entries: lockfile.entries }),
  ]
}
