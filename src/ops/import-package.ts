import path from 'node:path'
import type { CarriedFile } from '../core/import/carried.ts'
import type { FoundHooks } from '../core/import/found.ts'
import { mayHaveHooks, packagedIn } from '../core/import/packaged.ts'
import { hooksIn } from '../core/import/shapes.ts'
import { HooksError } from '../errors.ts'
import { readForeign } from '../io/foreign-document.ts'
import { type CheckPath, textInside } from '../io/import-file.ts'

/** A file that comes with hooks. */
export interface CarriedText {
  readonly at: string
  readonly text: string
  readonly executable?: true
}

/** What a document brings with it. */
interface Brought {
  /** How many files it names. */
  readonly files: number
  readonly carried: readonly CarriedText[]
  readonly inner: readonly FoundHooks[]
  readonly notes: readonly string[]
}

/** What a document brings with it: files that can be in the pack, and hooks that are in such files. */
export async function packageOf(
  { file, value }: { readonly file: string; readonly value: unknown },
  check: CheckPath,
): Promise<Brought> {
  const packaged = packagedIn(value, path.parse(file).name)
  if (packaged.fault !== undefined) throw noneIn(file, packaged.fault)
  const carried: CarriedText[] = []
  const inner: FoundHooks[] = []
  const notes = [...packaged.notes]
  for (const one of packaged.files) {
    const text = await textOfCarried(one, { file, check })
    if (text === NO_TEXT) notes.push(`${one.at} is no text, and is not copied`)
    if (text === undefined || text === NO_TEXT) continue
    const hooks = mayHaveHooks(one.at) ? await hooksInCarried(file, one.at, text) : undefined
    if (hooks) inner.push(hooks)
    else if (/(?:^|\/)(?:hooks?|settings)\.json$/.test(one.at)) notes.push(`no hooks were found in ${one.at}`)
    if (!hooks) carried.push({ at: one.at, text, ...(one.executable ? { executable: true } : {}) })
  }
  return { carried, inner, notes, files: packaged.files.length }
}

const NO_TEXT = Symbol('no text')

async function textOfCarried(
  { text, from = '', optional }: CarriedFile,
  { file, check }: { readonly file: string; readonly check: CheckPath },
): Promise<string | typeof NO_TEXT | undefined> {
  if (text !== undefined) return text.includes('\0') ? NO_TEXT : text
  const folder = path.dirname(file)
  await check(path.join(folder, from))
  const read = await textInside(folder, from)
  if ('text' in read) return read.text
  if (read.fault === 'is no text') return NO_TEXT
  if (optional && read.isMissing) return undefined
  throw noneIn(file, `the file \`${from}\`, which it names in its folder, ${read.fault}`)
}

async function hooksInCarried(file: string, at: string, text: string): Promise<FoundHooks | undefined> {
  const document = await readForeign(at, text)
  if ('fault' in document) throw noneIn(file, `${at}: ${document.fault}`)
  const found = hooksIn(document.value, document.body)
  const hooks = (found?.hooks ?? []).map((hook) => ({ ...hook, place: `${at}: ${hook.place}` }))
  return found && hooks.length > 0 ? { ...found, hooks } : undefined
}

/** The error for a file that nothing can be imported from. */
export function noneIn(file: string, why: string): HooksError {
  return new HooksError('nothing-to-import', `${file}: ${why}`, {
    hint: 'name a settings file, a plugin, or a hooks file of another tool (docs/import.md)',
  })
}
