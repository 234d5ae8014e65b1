import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'

/** A file that a prompt names and that is not there, and one that could be meant. */
export interface Missing {
  readonly name: string
  readonly instead?: string
}

const MOST_TEXT = 20_000
const MOST_NAMES = 40
const MOST_MISSING = 5
const MOST_BESIDE = 1000

/** `@name`, or a name with a folder and an ending: what else has dots and slashes is mostly no file. */
const NAMES =
  /(?<![\w@./:*\\-])(@?)((?:~\/|\.{0,2}\/)?(?:[\w.+[\]()-]{1,80}\/){0,20}[\w.+[\]()-]{0,80}\.[A-Za-z]\w{0,9})(?![\w/*])/g

/** In a sentence with one of these words, a file that is not there yet is what is wanted. */
const MAKING =
  /\b(?:creat|add|writ|generat|mak|new|nam|renam|mov|sav|export|output|copy|scaffold|call|delet|remov|miss)/i

/** The files that a prompt names and that are not there, as far as it does not ask to make them. */
export function missingFiles(prompt: string, folders: readonly string[]): readonly Missing[] {
  const found = new Map<string, Missing>()
  let looked = 0
  for (const sentence of prompt.slice(0, MOST_TEXT).split(/(?<=[.!?])\s+|\n+/)) {
    if (sentence.includes('://') || MAKING.test(sentence)) continue
    for (const [, at, name = ''] of sentence.matchAll(NAMES)) {
      if (looked++ >= MOST_NAMES || found.size >= MOST_MISSING) return [...found.values()]
      if ((at !== '@' && !name.includes('/')) || isNoFile(name) || found.has(name)) continue
      const places = folders.map((folder) => absolutePath(name, folder))
      if (places.some((file) => existsSync(file))) continue
      const instead = nearest(places)
      // Of a folder that is not there either, nothing is known: it may be of another machine, or a thought.
      if (instead === undefined && !places.some((file) => existsSync(path.dirname(file)))) continue
      found.set(name, { name, ...(instead === undefined ? {} : { instead }) })
    }
  }
  return [...found.values()]
}

/** Addresses without a scheme, and versions. */
function isNoFile(name: string): boolean {
  const [first = ''] = name.split('/')
  return (
    /^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|app|ai|co|edu|gov|sh)$/i.test(first) ||
    /^v?\d[\d.]*$/.test(name)
  )
}

/** A name beside it that differs in case or ending only. */
function nearest(places: readonly string[]): string | undefined {
  for (const file of places) {
    const wanted = path.basename(file).toLowerCase()
    const stem = wanted.replace(/\.\w+$/, '')
    const names = namesIn(path.dirname(file))
    const found =
      names.find((name) => name.toLowerCase() === wanted) ??
      names.find((name) => name.toLowerCase().replace(/\.\w+$/, '') === stem)
    if (found !== undefined) return found
  }
  return undefined
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).slice(0, MOST_BESIDE)
  } catch {
    // Not there, or not to be read.
    return []
  }
}
