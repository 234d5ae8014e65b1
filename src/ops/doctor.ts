import path from 'node:path'
import { type Call, callsOf } from '../core/doctor/calls.ts'
import { codesOf } from '../core/doctor/codes.ts'
import { diagnose, type Finding } from '../core/doctor/diagnose.ts'
import type {
  Code,
  Examination,
  ExaminedFile,
  ExaminedHook,
  ExaminedPack,
} from '../core/doctor/examination.ts'
import { filesOf, wantedPrograms } from '../core/doctor/examine.ts'
import type { Note } from '../core/notes.ts'
import { statsOf } from '../core/run-log/stats.ts'
import { SCOPE_NAMES, type ScopeName } from '../core/scope.ts'
import { faultsIn } from '../core/seen/see.ts'
import { hooksIn, type SeenHook } from '../core/seen/seen-hook.ts'
import type { PlaceKind } from '../core/seen/source.ts'
import { languageOf } from '../core/validate/code.ts'
import type { Difference } from '../core/verify.ts'
import { HooksError } from '../errors.ts'
import { calledFiles } from '../io/doctor/called-files.ts'
import { clientVersion } from '../io/doctor/client-version.ts'
import { lookedUp } from '../io/doctor/programs.ts'
import { leadsInside } from '../io/links.ts'
import { homeOf } from '../io/scopes.ts'
import { readQuietly } from '../io/sources/document.ts'
import type { Context } from './context.ts'
import { findRuns } from './find-runs.ts'
import { type DisabledHook, disabledHooks, type Seen, see } from './see.ts'
import { verify } from './verify.ts'

/** What the doctor has found. */
export interface Diagnosed {
  readonly findings: readonly Finding[]
  readonly files: number
  /** Of packs those that run, though they share entries in the settings; and all others. */
  readonly hooks: { readonly ofPacks: number; readonly others: number }
  /** What it was compared with; undefined when no client was found. */
  readonly clientVersion: string | undefined
  /** Hooks of packs that somebody has switched off. */
  readonly disabled: readonly DisabledHook[]
  /** What could not be looked at. */
  readonly notes: readonly Note[]
  /** The texts that findings in settings are about, by file. */
  readonly texts: ReadonlyMap<string, string>
  /** Settings files that may be mended. */
  readonly mendable: readonly { readonly scope: ScopeName; readonly file: string }[]
}

/** Looks for everything that keeps hooks from doing their work, in all places or in one. Reads only, and starts nothing. */
export async function doctor(context: Context, only?: PlaceKind): Promise<Diagnosed> {
  const seen = await see(
    context,
    SCOPE_NAMES.find((name) => name === only),
  )
  const mendable = seen.scopes.map(({ scope }) => ({ scope: scope.name, file: scope.settingsFile }))
  const examination = await examine(seen, context, only)
  const findings = await withOwnFixes(diagnose(examination), seen.scopes)
  return {
    findings,
    files: examination.files.length,
    hooks: countOf(examination),
    clientVersion: examination.clientVersion,
    disabled: disabledHooks(seen).filter(({ scope }) => only === undefined || scope === only),
    notes: seen.notes,
    texts: new Map(
      examination.files.flatMap(({ source, text }) => (text === undefined ? [] : [[source.file, text]])),
    ),
    mendable,
  }
}

function countOf({ hooks }: Examination): Diagnosed['hooks'] {
  const ofPacks = hooks.filter(({ hook }) => hook.putBy.by === 'pack')
  return {
    ofPacks: ofPacks.reduce((sum, { hook }) => sum + hooksIn(hook), 0),
    others: hooks.length - ofPacks.length,
  }
}

/** Only what is in the settings of a scope is mended, and of scripts that a project names only its own. */
async function withOwnFixes(
  findings: readonly Finding[],
  scopes: Seen['scopes'],
): Promise<readonly Finding[]> {
  const checked = findings.map(async ({ fix, ...finding }): Promise<Finding> => {
    const scope = scopes.find((one) => one.scope.settingsFile === finding.file)?.scope
    if (!fix || !scope) return finding
    const own =
      fix.kind !== 'executable' || scope.name === 'user' || (await leadsInside(scope.root, fix.script))
    return own ? { ...finding, fix } : finding
  })
  return Promise.all(checked)
}

async function examine(seen: Seen, context: Context, only: PlaceKind | undefined): Promise<Examination> {
  const sources = seen.sources.filter(
    ({ off, kind }) => off !== 'plugin-disabled' && (only === undefined || kind === only),
  )
  const files: ExaminedFile[] = []
  for (const source of sources) {
    const read = await readQuietly(source.file)
    const text = read && 'text' in read ? read.text : undefined
    files.push({ source, text, problems: faultsIn(source) })
  }
  const hooks = seen.hooks.filter(({ source }) => sources.includes(source))
  const started = hooks.map((hook) => ({ hook, calls: startedBy(hook, context) }))
  const packCode = packFiles(hooks, seen)
  const called = await calledFiles([
    ...filesOf(started.flatMap(({ calls }) => calls)),
    ...packCode.map(({ file }) => file),
  ])
  const packs = packsOf(seen, only)
  const commands = started.map(({ hook, calls }) => ({ command: hook.what, calls }))
  return {
    files,
    hooks: started.map(({ hook, calls }) => withCode({ hook, calls }, called, packCode)),
    switches: seen.switches,
    packs,
    called,
    programs: lookedUp(wantedPrograms(commands, called, packs), context.env),
    clientVersion: await clientVersion(context.env),
    differences: await differencesOf(context, only),
    slowRuns: await slowRuns(context),
    hasModes: process.platform !== 'win32',
  }
}

/** Of our own entries only the program counts: what they start is compared with the lockfile. */
function startedBy(hook: SeenHook, context: Context): readonly Call[] {
  const folders = { project: context.cwd, home: homeOf(context.env), plugin: hook.source.plugin?.root }
  const calls = callsOf(hook, folders)
  const ours = hook.putBy.by === 'pack' || hook.putBy.by === 'hookpack'
  return ours ? calls.map(({ script: _, inline: __, ...call }) => call) : calls
}

interface PackFile {
  readonly hook: SeenHook
  readonly file: string
  readonly interpreter: string
}

/** The files of packs that these hooks run. */
function packFiles(hooks: readonly SeenHook[], { scopes }: Seen): readonly PackFile[] {
  return hooks.flatMap((hook) => {
    const owner = scopes.find(({ scope }) => scope.settingsFile === hook.source.file)
    if (hook.putBy.by !== 'pack' || !owner) return []
    return hook.putBy.hooks.flatMap((name): readonly PackFile[] => {
      const cut = name.lastIndexOf('/')
      const pack = owner.lockfile.packs[name.slice(0, cut)]
      const handler = pack?.hooks.find(({ id }) => id === name.slice(cut + 1))?.handler
      if (!pack || !handler || !('module' in handler || 'script' in handler)) return []
      const inside = 'module' in handler ? handler.module : handler.script
      const interpreter = 'module' in handler ? 'node' : (handler.interpreter ?? '')
      return [{ hook, file: path.join(owner.scope.folder, pack.folder, inside), interpreter }]
    })
  })
}

function withCode(
  { hook, calls }: Pick<ExaminedHook, 'hook' | 'calls'>,
  called: Examination['called'],
  packCode: readonly PackFile[],
): ExaminedHook {
  if (hook.putBy.by !== 'pack' && hook.putBy.by !== 'hookpack')
    return { hook, calls, codes: codesOf(hook, calls, called) }
  const codes = packCode
    .filter((one) => one.hook === hook)
    .flatMap(({ file, interpreter }): readonly Code[] => {
      const text = called.get(file)?.text
      const language = text === undefined ? undefined : languageOf(file, text, interpreter)
      return text === undefined || !language ? [] : [{ file, text, language, inPack: true }]
    })
  return { hook, calls, codes }
}

function packsOf({ scopes }: Seen, only: PlaceKind | undefined): readonly ExaminedPack[] {
  return scopes
    .filter(({ scope }) => only === undefined || scope.name === only)
    .flatMap(({ scope, lockfile }) =>
      Object.entries(lockfile.packs).map(([name, pack]) => ({
        name,
        pack,
        lockfile: path.join(scope.folder, 'lock.json'),
      })),
    )
}

/** What `hooks verify` says; a scope that cannot be compared is a difference itself. */
async function differencesOf(context: Context, only: PlaceKind | undefined): Promise<readonly Difference[]> {
  const found: Difference[] = []
  for (const name of SCOPE_NAMES.filter((one) => only === undefined || one === only)) {
    try {
      for (const { differences } of await verify(name, context)) found.push(...differences)
    } catch (error) {
      if (!(error instanceof HooksError)) throw error
      // No such scope here (the home folder is no project), or a settings file that other rules tell of.
      if (/^(?:scope-unavailable|no-home|file-too-large|settings-)/.test(error.code)) continue
      found.push({ part: 'lockfile', file: context.cwd, what: error.message })
    }
  }
  return found
}

const FEW = 20

/** What one of twenty runs takes, by hook, where there are as many. */
async function slowRuns(context: Context): Promise<ReadonlyMap<string, number>> {
  try {
    const { records } = await findRuns(context, { since: '30d', all: false, now: context.now() })
    const stats = statsOf(records).filter(({ calls }) => calls >= FEW)
    return new Map(stats.flatMap(({ hook, ms }) => (ms ? [[hook, ms.p95] as const] : [])))
  } catch (error) {
    // Without a run log, or one that can be read, times are not known.
    if (error instanceof HooksError) return new Map()
    throw error
  }
}
