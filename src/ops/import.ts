import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { FoundHook, FoundHooks } from '../core/import/found.ts'
import { type LeftHook, type TurnedHook, turnHooks } from '../core/import/turn.ts'
import type { LockedEntry } from '../core/lockfile.ts'
import { packNameFault } from '../core/pack-name.ts'
import { SCHEMA_BASE } from '../core/request.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import type { Finding } from '../core/validate/finding.ts'
import { HooksError } from '../errors.ts'
import type { TextFile } from '../io/author-folder.ts'
import type { CheckPath } from '../io/import-file.ts'
import { checkNamedPath } from '../io/links.ts'
import { chooseScope, homeOf, scopeNamed } from '../io/scopes.ts'
import { checkFree, writeInto } from '../io/template.ts'
import { add } from './add.ts'
import type { Mode, Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import { firstWithHooks, type Readable } from './import-read.ts'
import { casesBeside, turningOf } from './import-scripts.ts'
import { validatePack } from './validate-pack.ts'

/** What to import. */
export interface ImportRequest extends Mode {
  /** A file or a folder; else the settings of the scope. */
  readonly from: string | undefined
  readonly scope: ScopeName | undefined
  /** The name of the pack. */
  readonly as: string
  /** Its folder; else one with its name, here. */
  readonly out: string | undefined
  /** The entries of the settings file are replaced by those of the pack. */
  readonly take: boolean
}

/** What became of every hook of the file. */
export interface Imported {
  readonly file: string
  readonly name: string
  readonly folder: string
  readonly shape: FoundHooks['shape']
  readonly turned: readonly TurnedHook[]
  readonly left: readonly LeftHook[]
  /** What is worth knowing of the file, in sentences. */
  readonly notes: readonly string[]
  readonly written: boolean
  /** What `hooks validate` says of the pack. */
  readonly findings: readonly Finding[]
  /** The change of the scope that took the entries over. */
  readonly taken?: Outcome
}

/** Starts our runtime: such an entry is a pack's already. */
const OURS = /\/hookpack(?:\.local)?\/runtime\.cjs\b/

/** Makes a pack of the hooks in a file of any known shape, and takes them under management if that is asked for. */
export async function importHooks(
  request: ImportRequest,
  context: Context,
  consent: Consent,
): Promise<Imported> {
  const folder = checkedFolder(request, context)
  const check = checkerOf(context)
  await check(folder)
  const readable = await firstWithHooks(await fileOf(request, context), check)
  const { source, found, notes } = readable
  const scope = request.take ? await scopeOf(source.named, context) : undefined
  const { turned, left } = turnHooks(
    found.hooks.filter(({ handler }) => !OURS.test(String(handler['command'] ?? ''))),
    await turningOf(readable),
  )
  const cases = await casesBeside(readable, turned)
  const told = {
    file: source.named,
    name: request.as,
    folder,
    shape: found.shape,
    turned,
    left,
    notes: [...notes, ...cases.map(cameAlong)],
  }
  if (turned.length === 0) return { ...told, written: false, findings: [] }
  await checkFree(folder, '--out')
  if (request.dryRun) return { ...told, written: false, findings: [] }
  await writeInto(folder, [...packFiles(request.as, turned, readable), ...cases])
  const { findings } = await validatePack(folder, false, context.cwd)
  if (!scope) return { ...told, written: true, findings }
  try {
    const entries = turned.map(({ found: one }) => entryOf(one))
    const mode = { dryRun: false, force: request.force }
    const taken = await add(
      { ...mode, specs: [folder], scope: scope.name, options: {}, taking: entries },
      context,
      consent,
    )
    return { ...told, written: true, findings, taken }
  } catch (error) {
    // Without its entries the pack is of no use, and would be in the way of the next try.
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

function cameAlong({ path: at }: TextFile): string {
  return `its cases came along as ${at}: \`hooks test\` runs them; status 0 is read as no opinion`
}

function checkedFolder({ as, out }: ImportRequest, { cwd }: Context): string {
  const fault = packNameFault(as)
  if (fault !== undefined)
    throw new HooksError('usage', `\`${as}\` ${fault}`, { hint: 'name the pack with `--as my-hooks`' })
  return path.resolve(cwd, out ?? as.replace(/^@[^/]*\//, ''))
}

/** A project must not have us copy what is elsewhere into a pack, nor write one elsewhere. */
function checkerOf({ cwd, env, followLinks }: Context): CheckPath {
  return async (file) => {
    if (followLinks !== true) await checkNamedPath(file, { cwd, home: homeOf(env) })
  }
}

async function fileOf({ from, scope }: ImportRequest, context: Context): Promise<string> {
  return from === undefined
    ? (await chooseScope(context, scope)).scope.settingsFile
    : path.resolve(context.cwd, from)
}

/** The scope whose settings file this is: entries can be taken from there only. */
async function scopeOf(file: string, context: Context): Promise<Scope> {
  for (const name of SCOPE_NAMES) {
    const scope = await scopeNamed(context, name).catch(() => undefined)
    if (scope?.settingsFile === file) return scope
  }
  throw new HooksError(
    'usage',
    `${file} is not the settings file of a scope here, so nothing can be taken from it`,
    {
      hint: 'import it without `--take`, then `hooks add` the pack',
    },
  )
}

function entryOf({ event, matcher, handler }: FoundHook): LockedEntry {
  return { event, ...(matcher === undefined ? {} : { matcher }), handler, hooks: [] }
}

function packFiles(name: string, turned: readonly TurnedHook[], { carried, declared }: Readable) {
  const made = turned.flatMap(({ script }) => (script ? [script] : []))
  // What came with the hooks has its mode.
  const brought = carried.map(({ at: _, ...file }) => file)
  const scripts = new Map<string, TextFile>([...made, ...brought].map((file) => [file.path, file]))
  const described = {
    name,
    version: '0.1.0',
    description: 'Hooks that were written by hand, imported.',
    keywords: ['hookpack', 'claude-code', 'hooks'],
    license: 'UNLICENSED',
    private: true,
    files: [...new Set([...scripts.keys()].map((at) => at.split('/')[0])), 'hooks.json'],
  }
  const { notes: _, ...needs } = declared
  const hooks = turned.map(({ hook }) => hook)
  const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`
  return [
    { path: 'package.json', text: json(described) },
    { path: 'hooks.json', text: json({ $schema: `${SCHEMA_BASE}hooks.schema.json`, hooks, ...needs }) },
    ...scripts.values(),
  ]
}
