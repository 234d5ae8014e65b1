import path from 'node:path'
import { type PlacedFile, placesInPack } from '../core/import/carried.ts'
import { type Declared, declaredIn, declaredTogether } from '../core/import/declared.ts'
import { placesOf, withScriptBeside } from '../core/import/entry.ts'
import type { FoundHook, FoundHooks } from '../core/import/found.ts'
import { whyNoHooks } from '../core/import/no-hooks.ts'
import { inOurWords } from '../core/import/other-agents.ts'
import { hooksIn } from '../core/import/shapes.ts'
import { taggedBy } from '../core/import/tags.ts'
import { MOST_SECONDS } from '../core/import/turn.ts'
import { isRecord } from '../core/seen/record.ts'
import { HooksError } from '../errors.ts'
import { readForeign } from '../io/foreign-document.ts'
import {
  type CheckPath,
  filesToImport,
  type ImportFiles,
  namesIn,
  otherJson,
  textOfScript,
} from '../io/import-file.ts'
import { type CarriedText, noneIn, packageOf } from './import-package.ts'

/** A file that comes with the hooks, as it will be in the pack. */
type PackFile = CarriedText & PlacedFile

/** Hooks that were read, and all that goes with them. */
export interface Readable {
  readonly source: ImportFiles
  readonly found: FoundHooks
  readonly declared: Declared
  readonly carried: readonly PackFile[]
  /** Scripts beside the file, by name. */
  readonly scripts: ReadonlyMap<string, string>
  /** What is worth knowing of the file, in sentences. */
  readonly notes: readonly string[]
}

/** The hooks of a file, or of the first files in a folder that have any. */
export async function firstWithHooks(named: string, check: CheckPath): Promise<Readable> {
  const sources = await filesToImport(named, check)
  let why: Why | undefined
  for (const source of sources) {
    const read = await readAll(source, check)
    if ('hooks' in read) return read.hooks
    why ??= read.why
  }
  const guessed = await guess(named, check)
  if ('hooks' in guessed) return guessed.hooks
  why ??= guessed.why
  if (why) throw noneIn(why.file, why.says)
  const looked = sources.map(({ named: one }) => one).join(', ')
  throw looked === ''
    ? noneIn(named, 'no hooks were found in it')
    : noneIn(looked, 'no hooks of a known shape are in it')
}

/** Why there are no hooks in a file. */
interface Why {
  readonly file: string
  readonly says: string
}

type Found = { readonly hooks: Readable } | { readonly why: Why | undefined }

async function readAll(source: ImportFiles, check: CheckPath): Promise<Found> {
  const files = [...source.files, ...(await namedByPlugin(source))]
  const read: Read[] = []
  for (const one of files) read.push(await hooksOf(one, { isOneOfMany: files.length > 1, check }))
  if (read.some(({ found }) => found.hooks.length > 0)) return { hooks: together(source, read) }
  const told = read.find((one) => one.why !== undefined)
  return { why: told?.why === undefined ? undefined : { file: told.file, says: told.why } }
}

/** The hooks in all other JSON of a folder, where a file without any is no fault, and one with faults is told. */
async function guess(folder: string, check: CheckPath): Promise<Found> {
  const files = await otherJson(folder, check)
  const read: Read[] = []
  const faults: Why[] = []
  for (const one of files) {
    try {
      read.push(await hooksOf(one, { isOneOfMany: files.length > 1, check }))
    } catch (error) {
      if (!(error instanceof HooksError)) throw error
      faults.push({ file: one.file, says: error.message.replace(`${one.file}: `, '') })
    }
  }
  const withHooks = read.filter(({ found }) => found.hooks.length > 0)
  const told = read.flatMap(({ file, why }) => (why === undefined ? [] : [{ file, says: why }]))
  if (withHooks.length === 0) return { why: told[0] ?? faults[0] }
  const used = files.filter(({ file }) => withHooks.some((one) => one.file === file))
  const hooks = together(
    { named: used.length > 1 ? folder : (used[0]?.file ?? folder), files: used, root: folder },
    withHooks,
  )
  const left = faults.map(({ file, says }) => `${path.basename(file)} was left out: ${says}`)
  return { hooks: { ...hooks, notes: [...hooks.notes, ...left] } }
}

function together(source: ImportFiles, read: readonly Read[]): Readable {
  const hooks = read.flatMap(({ found }) => found.hooks)
  const [shape = 'claude'] = read.flatMap(({ found }) => (found.hooks.length > 0 ? [found.shape] : []))
  const carried = new Map<string, CarriedText>()
  for (const one of read.flatMap((each) => each.carried)) {
    const known = carried.get(one.at)
    if (known && known.text !== one.text) throw noneIn(source.named, `\`${one.at}\` is in it twice`)
    carried.set(one.at, one)
  }
  const files = [...carried.values()]
  const places = placesInPack(files.map(({ at }) => at))
  return {
    source,
    found: { shape, hooks },
    declared: declaredTogether(read.map(({ declared }) => declared)),
    carried: files.map((file, at) => ({ ...file, path: places[at]?.path ?? `files/${at}` })),
    scripts: new Map(read.flatMap(({ scripts }) => [...scripts])),
    notes: read.flatMap(({ notes }) => notes),
  }
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

interface Read {
  readonly file: string
  readonly found: FoundHooks
  readonly declared: Declared
  readonly carried: readonly CarriedText[]
  readonly scripts: ReadonlyMap<string, string>
  readonly notes: readonly string[]
  /** Why it has no hooks. */
  readonly why?: string
}

interface Reading {
  readonly isOneOfMany: boolean
  readonly check: CheckPath
}

async function hooksOf({ file, text }: ImportFiles['files'][number], reading: Reading): Promise<Read> {
  const document = await readForeign(file, text)
  if ('fault' in document) throw noneIn(file, document.fault)
  const { value, body, ambiguous } = document
  const { files, carried, inner, notes } = await packageOf({ file, value }, reading.check)
  const own = hooksIn(value, body) ?? { shape: 'claude', hooks: [] }
  const all = [...own.hooks, ...inner.flatMap((one) => one.hooks)]
  const shape = own.hooks.length > 0 ? own.shape : (inner[0]?.shape ?? own.shape)
  const lead = reading.isOneOfMany ? `${path.basename(file)}: ` : ''
  const scripts = new Map<string, string>()
  const placed = (await withScripts(all, path.dirname(file), scripts)).map((hook) => ({
    ...hook,
    place: lead + hook.place,
  }))
  const found = file.split(path.sep).includes('.codex')
    ? inOurWords({ shape, hooks: placed })
    : { shape, hooks: placed }
  const declared = declaredIn(value)
  const why =
    found.hooks.length > 0 ? undefined : (whyNoHooks(value) ?? (files > 0 ? NO_DOCUMENT : undefined))
  return {
    ...{ file, found, declared, carried, scripts },
    notes: [...notesOn({ value, body, ambiguous, found }, lead), ...notes, ...declared.notes],
    ...(why === undefined ? {} : { why }),
  }
}

const NO_DOCUMENT = 'none of the files that it names has hooks of an agent'
const ONLY_WITH = 'these hooks ran only with their skill or agent; those of the pack always run'

interface Noted {
  readonly value: unknown
  readonly body: string | undefined
  readonly ambiguous: string | undefined
  readonly found: FoundHooks
}

function notesOn({ value, body, ambiguous, found }: Noted, lead: string): readonly string[] {
  const tagged = taggedBy(value)
  const long = found.hooks.filter(({ handler }) => Number(handler['timeout']) > MOST_SECONDS)
  const hasModules = isRecord(value) && Array.isArray(value['modules']) && value['modules'].length > 0
  return [
    ...(ambiguous?.endsWith('twice') ? [`${lead}${ambiguous}; only the last one counts`] : []),
    ...(body !== undefined && found.shape === 'claude' ? [`${lead}${ONLY_WITH}`] : []),
    ...(body !== undefined && found.hooks.some(({ handler }) => handler['once'] === true)
      ? [`${lead}\`once\` is not kept: the hooks of the pack run every time`]
      : []),
    ...long.map(
      ({ place }) => `${place} gets an hour: its time limit, which is in seconds, is more than there may be`,
    ),
    ...(hasModules ? [`${lead}\`modules\` stay: packs have no functions that Claude Code loads itself`] : []),
    ...(tagged === undefined ? [] : [lead + tagged]),
  ]
}

/** So many scripts are looked for; nobody has as many. */
const MOST_LOOKED_FOR = 500

/** Hooks with the scripts that lie beside their file, whose texts are kept by name. */
async function withScripts(
  hooks: readonly FoundHook[],
  folder: string,
  scripts: Map<string, string>,
): Promise<readonly FoundHook[]> {
  const found: FoundHook[] = []
  const there = await namesIn(folder)
  for (const [at, hook] of hooks.entries()) {
    const stem = at < MOST_LOOKED_FOR ? hook.beside?.stem : undefined
    const names = stem === undefined ? [] : placesOf(stem)
    const likely = names.filter((name) => there.has(name.replace(/\/.*$/, '')))
    const first = await firstScript(folder, likely)
    if (first) scripts.set(first.name, first.text)
    found.push(withScriptBeside(hook, first?.name))
  }
  return found
}

async function firstScript(
  folder: string,
  names: readonly string[],
): Promise<{ readonly name: string; readonly text: string } | undefined> {
  for (const name of names) {
    const text = await textOfScript(folder, name)
    if (text !== undefined) return { name, text }
  }
  return undefined
}
