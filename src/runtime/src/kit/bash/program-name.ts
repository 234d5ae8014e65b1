import { HOLE } from './hole.ts'

const PROGRAM_FOLDER = /(?:^|\/)(?:s?bin|libexec|\.bin|System32)\/[^/]+$/i

/** The name people know a program by: without a standard folder, `.exe` and capitals. */
export function programName(text: string): string {
  const unified = text.replaceAll('\\', '/')
  const base = unified.includes('/') && PROGRAM_FOLDER.test(unified) ? unified.replace(/^.*\//, '') : unified
  return base.replace(/\.exe$/i, '').toLowerCase()
}

/** The same for a word whose folder may only be known at run time, as in `$HOME/bin/git`. */
export function programIn(word: string): string {
  const hole = word.lastIndexOf(HOLE, word.lastIndexOf('/'))
  return programName(hole < 0 ? word : word.slice(word.indexOf('/', hole) + 1))
}
