import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { NamedScript } from '../core/import/command.ts'
import type { FoundHook, FoundHooks } from '../core/import/found.ts'
import { hooksIn } from '../core/import/shapes.ts'
import { type LeftHook, type TurnedHook, turnHooks } from '../core/import/turn.ts'
import type { LockedEntry } from '../core/lockfile.ts'
import { packNameFault } from '../core/pack-name.ts'
import { SCHEMA_BASE } from '../core/request.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import { isRecord } from '../core/seen/record.ts'
import type { Finding } from '../core/validate/finding.ts'
import { HooksError } from '../errors.ts'
import { readForeign } from '../io/foreign-document.ts'
import { type CheckPath, filesToImport, type ImportFiles, textOfScript } from '../io/import-file.ts'
import { checkNamedPath } from '../io/links.ts'
import { chooseScope, homeOf, scopeNamed } from '../io/scopes.ts'
import { checkFree, writeInto } from '../io/template.ts'
import { add } from './add.ts'
import type { Mode, Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
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
  const { source, found, notes } = await firstWithHooks(await fileOf(request, context), check)
  const scope = request.take ? await scopeOf(source.named, context) : undefined
  const { turned, left } = turnHooks(
    found.hooks.filter(({ handler }) => !OURS.test(String(handler['command'] ?? ''))),
    scriptReader(await scriptsOf(found.hooks, source)),
  )
  const told = { file: source.named, name: request.as, folder, shape: found.shape, turned, left, notes }
  if (turned.length === 0) return { ...told, written: false, findings: [] }
  await checkFree(folder, '--out')
  if (request.dryRun) return { ...told, written: false, findings: [] }
  await writeInto(folder, packFiles(request.as, turned))
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

interface Readable {
  readonly source: ImportFiles
  readonly found: FoundHooks
  readonly notes: readonly string[]
}

/** The hooks of a file, or of the first files in a folder that have any. */
async function firstWithHooks(named: string, check: CheckPath): Promise<Readable> {
  const sources = await filesToImport(named, check)
  for (const source of sources) {
    const files = [...source.files, ...(await namedByPlugin(source))]
    const read = await Promise.all(files.map((one) => hooksOf(one, files.length > 1)))
    const hooks = read.flatMap(({ found }) => found?.hooks ?? [])
    const [shape = 'claude'] = read.flatMap(({ found }) => found?.shape ?? [])
    if (hooks.length > 0)
      return { source, found: { shape, hooks }, notes: read.flatMap(({ notes }) => notes) }
  }
  throw noneIn(sources.map(({ named: one }) => one).join(', '), 'no hooks of a known shape are in it')
}

/** Files of hooks that the manifest of a plugin names. */
async function namedByPlugin({ files, root }: ImportFiles): Promise<ImportFiles['files']> {
  const manifest = files.find(({ file }) => path.basename(file) === 'plugin.json')
  const read = manifest && (await readForeign(manifest.file, manifest.text))
  const value = read && 'value' in read && isRecord(read.value) ? read.value : {}
  const named = [value['hooks']].flat().filter((one): one is string => typeof one === 'string')
  const found = await Promise.all(
    named.map(async (one) => ({ file: path.join(root, one), text: await textOfScript(root, one) })),
  )
  return found.flatMap(({ file, text }) => (text === undefined ? [] : [{ file, text }]))
}

type Read = Pick<Readable, 'notes'> & { readonly found: FoundHooks | undefined }

async function hooksOf({ file, text }: ImportFiles['files'][number], isOneOfMany: boolean): Promise<Read> {
  const document = await readForeign(file, text)
  if ('fault' in document) throw noneIn(file, document.fault)
  const { value, body, ambiguous } = document
  const found = hooksIn(value, body)
  const lead = isOneOfMany ? `${path.basename(file)}: ` : ''
  const hooks = (found?.hooks ?? []).map((hook) => ({ ...hook, place: lead + hook.place }))
  const notes = [
    ...(ambiguous?.endsWith('twice') ? [`${lead}${ambiguous}; only the last one counts`] : []),
    ...(body !== undefined && found?.shape === 'claude' ? [`${lead}${ONLY_WITH}`] : []),
    ...(body !== undefined && hooks.some(({ handler }) => handler['once'] === true)
      ? [`${lead}\`once\` is not kept: the hooks of the pack run every time`]
      : []),
  ]
  return { found: found && { ...found, hooks }, notes }
}

const ONLY_WITH = 'these hooks ran only with their skill or agent; those of the pack always run'

function noneIn(file: string, why: string): HooksError {
  return new HooksError('nothing-to-import', `${file}: ${why}`, {
    hint: 'name a settings file, a plugin, or a hooks file of another tool (docs/import.md)',
  })
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

async function scriptsOf(
  hooks: readonly FoundHook[],
  { root }: ImportFiles,
): Promise<ReadonlyMap<string, string>> {
  const { scriptOf } = await import('../core/import/command.ts')
  const texts = new Map<string, string>()
  for (const { handler } of hooks) {
    const named = typeof handler['command'] === 'string' ? scriptOf(handler['command']) : undefined
    const text = named && (await textOfScript(root, named.file))
    if (named && text !== undefined) texts.set(keyOf(named), text)
  }
  return texts
}

function scriptReader(texts: ReadonlyMap<string, string>): (script: NamedScript) => string | undefined {
  return (script) => texts.get(keyOf(script))
}

function keyOf({ from, file }: NamedScript): string {
  return `${from} ${file}`
}

function entryOf({ event, matcher, handler }: FoundHook): LockedEntry {
  return { event, ...(matcher === undefined ? {} : { matcher }), handler, hooks: [] }
}

function packFiles(name: string, turned: readonly TurnedHook[]) {
  const scripts = new Map(turned.flatMap(({ script }) => (script ? [[script.path, script.text]] : [])))
  const described = {
    name,
    version: '0.1.0',
    description: 'Hooks that were written by hand, imported.',
    keywords: ['hookpack', 'claude-code', 'hooks'],
    license: 'UNLICENSED',
    private: true,
    files: [...new Set([...scripts.keys()].map((at) => at.split('/')[0])), 'hooks.json'],
  }
  const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`
  return [
    { path: 'package.json', text: json(described) },
    {
      path: 'hooks.json',
      text: json({ $schema: `${SCHEMA_BASE}hooks.schema.json`, hooks: turned.map(({ hook }) => hook) }),
    },
    ...[...scripts].map(([at, text]) => ({ path: at, text })),
  ]
}
