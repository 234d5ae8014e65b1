import path from 'node:path'
import { casesFor, placesOfCases } from '../core/import/cases.ts'
import { scriptOf } from '../core/import/command.ts'
import type { TurnedHook, Turning } from '../core/import/turn.ts'
import type { TextFile } from '../io/author-folder.ts'
import { readForeign } from '../io/foreign-document.ts'
import { textOfScript } from '../io/import-file.ts'
import type { Readable } from './import-read.ts'

const MOST_WITH_CASES = 500

/** What the hooks can bring into the pack: scripts that their commands name, and the files that came with them. */
export async function turningOf({ found, source, carried, scripts }: Readable): Promise<Turning> {
  const ready = new Map(carried.map(({ at, text, path: to }) => [at, { text, path: to }] as const))
  const texts = new Map(scripts)
  for (const { handler } of found.hooks) {
    const named = typeof handler['command'] === 'string' ? scriptOf(handler['command']) : undefined
    const text = named && !texts.has(named.file) && (await textOfScript(source.root, named.file))
    if (named && typeof text === 'string') texts.set(named.file, text)
  }
  return {
    placed: carried,
    read: ({ file }) => {
      const text = texts.get(file)
      return ready.get(file) ?? (text === undefined ? undefined : { text })
    },
  }
}

/** Files of cases for the hooks, made of those of cc-hook-test that lie beside their file. */
export async function casesBeside(
  { source }: Readable,
  turned: readonly TurnedHook[],
): Promise<readonly TextFile[]> {
  const [first] = source.files
  if (first === undefined) return []
  const folder = path.dirname(first.file)
  const files: TextFile[] = []
  for (const hook of turned.slice(0, MOST_WITH_CASES)) {
    for (const name of placesOfCases(hook, turned.length === 1)) {
      const text = await textOfScript(folder, name)
      const read = text === undefined ? undefined : await readForeign(name, text)
      const cases = read && 'value' in read ? casesFor(read.value, hook) : undefined
      if (!cases) continue
      files.push({ path: `cases/${hook.hook.id}.json`, text: `${JSON.stringify(cases, null, 2)}\n` })
      break
    }
  }
  return files
}
