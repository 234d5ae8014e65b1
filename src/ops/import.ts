import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { NamedScript } from '../core/import/command.ts'
import { type FoundHook, hooksIn } from '../core/import/shapes.ts'
import { type LeftHook, type TurnedHook, turnHooks } from '../core/import/turn.ts'
import type { LockedEntry } from '../core/lockfile.ts'
import { packNameFault } from '../core/pack-name.ts'
import { SCHEMA_BASE } from '../core/request.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import type { Finding } from '../core/validate/finding.ts'
import { HooksError } from '../errors.ts'
import { textOfScript, textToImport } from '../io/import-file.ts'
import { chooseScope, scopeNamed } from '../io/scopes.ts'
import { checkFree, writeInto } from '../io/template.ts'
import { parseLoosely } from '../schema/json.ts'
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
  readonly shape: 'claude' | 'other agent' | 'list'
  readonly turned: readonly TurnedHook[]
  readonly left: readonly LeftHook[]
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
  const source = await textToImport(await fileOf(request, context))
  const found = parsedHooks(source.file, source.text)
  const scope = request.take ? await scopeOf(source.file, context) : undefined
  const { turned, left } = turnHooks(
    found.hooks.filter(({ handler }) => !OURS.test(String(handler['command'] ?? ''))),
    scriptReader(await scriptsOf(found.hooks, source)),
  )
  const told = { file: source.file, name: request.as, folder, shape: found.shape, turned, left }
  if (turned.length === 0 || request.dryRun) return { ...told, written: false, findings: [] }
  await checkFree(folder)
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

async function fileOf({ from, scope }: ImportRequest, context: Context): Promise<string> {
  return from === undefined
    ? (await chooseScope(context, scope)).scope.settingsFile
    : path.resolve(context.cwd, from)
}

function parsedHooks(file: string, text: string): NonNullable<ReturnType<typeof hooksIn>> {
  const parsed = parseLoosely(text.trim() === '' ? '{}' : text)
  const found = 'value' in parsed ? hooksIn(parsed.value) : undefined
  if (found && found.hooks.length > 0) return found
  const why = 'fault' in parsed ? `it is not JSON: ${parsed.fault}` : 'no hooks of a known shape are in it'
  throw new HooksError('nothing-to-import', `${file}: ${why}`, {
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

type Source = Awaited<ReturnType<typeof textToImport>>

async function scriptsOf(
  hooks: readonly FoundHook[],
  { project, plugin }: Source,
): Promise<ReadonlyMap<string, string>> {
  const { scriptOf } = await import('../core/import/command.ts')
  const texts = new Map<string, string>()
  for (const { handler } of hooks) {
    const named = typeof handler['command'] === 'string' ? scriptOf(handler['command']) : undefined
    const text = named && (await textOfScript(named.from === 'plugin' ? plugin : project, named.file))
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
    files: [...(scripts.size > 0 ? ['scripts'] : []), 'hooks.json'],
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
