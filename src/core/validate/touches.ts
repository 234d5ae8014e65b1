import { isSecretName } from '../../runtime/src/secrets.ts'
import { bare, type Language } from './code.ts'
import { lineAt } from './finding.ts'
import { type Kind, VARIABLES, WORDS } from './touch-words.ts'

/** One place in code that touches something. */
export interface Touch {
  readonly kind: Kind
  readonly line: number
  /** The words that show it; for `env` the variable. */
  readonly what: string
}

/**
 * What the code seems to touch, one per kind, line and words. A guess from words alone: code that hides what it does is
 * not seen, and a word may mean something else.
 */
export function touchesOf(text: string, language: Language): readonly Touch[] {
  const code = bare(language === 'js' ? text : withoutLongLines(text), language, 'code and strings')
  // A redirection in a text that is only printed is none.
  const outside = language === 'shell' ? shellWords(code) : code
  const noFiles = language === 'js' && !NAMES_FS.test(code)
  const found = Object.entries(WORDS[language]).flatMap(([kind, pattern]) =>
    kind === 'writes' && noFiles
      ? []
      : some(outside, pattern)
          .map((match) => touch(text, kind as Kind, match))
          .filter((one) => !isOwnFunction(code, one)),
  )
  const assigned = language === 'shell' ? assignedIn(code) : new Set<string>()
  const names = some(code, VARIABLES[language])
    .map((match) => touch(text, 'env', match))
    .filter(({ what }) => isSecretName(what) && !assigned.has(what))
  return unique([...found, ...names])
}

/** Without `fs`, the names of its functions mean something else. */
const NAMES_FS = /["'`](?:node:)?fs(?:-extra)?(?:\/promises)?["'`]/

/** More places than anybody reads. */
const MOST = 200

function some(text: string, pattern: RegExp): readonly RegExpMatchArray[] {
  const found: RegExpMatchArray[] = []
  for (const match of text.matchAll(pattern)) if (found.push(match) >= MOST) break
  return found
}

/** Nobody writes such lines in a script, and looking through them may take very long. */
function withoutLongLines(text: string): string {
  return text.replace(/[^\n]{20000,}/g, (line) => ' '.repeat(line.length))
}

/** The words are those of the file, not of the copy that was searched. */
function touch(text: string, kind: Kind, match: RegExpMatchArray): Touch {
  const found = match[1] ?? match[2] ?? match[0]
  const at = (match.index ?? 0) + match[0].indexOf(found)
  const words = text
    .slice(at, at + found.length)
    .replace(/\s+/g, ' ')
    .replace(/^(?:require ?\(|from|import ?\(?|getBuiltinModule ?\()? ?(["'`])(.*)\1$/, '$2')
  return { kind, line: lineAt(text, at), what: words.slice(0, 60) }
}

function isOwnFunction(code: string, { kind, what }: Touch): boolean {
  return kind === 'writes' && /^\w+$/.test(what) && new RegExp(`\\bfunction\\s+${what}\\b`).test(code)
}

/** Single quotes hide their text from the shell; in double quotes it still runs what is in `$(…)`. */
function shellWords(code: string): string {
  return code
    .replace(/\(\([^\n]*?\)\)|\[\[[^\n]*?\]\]/g, (test) => test.replace(/[<>]/g, '_'))
    .replace(/'[^']*'|"(?:[^"\\]|\\[\s\S])*"/g, (quoted) =>
      quoted.startsWith('"') && (quoted.includes('$(') || quoted.includes('`'))
        ? quoted.replaceAll('>', '_')
        : quoted.replace(/[^\n"]/g, '_'),
    )
}

/** A variable that the script sets itself is none of the environment. */
function assignedIn(code: string): ReadonlySet<string> {
  return new Set([...code.matchAll(/(?:^|[\s;&|(])([A-Za-z_]\w*)=/gm)].map(([, name]) => name ?? ''))
}

function unique(touches: readonly Touch[]): readonly Touch[] {
  const seen = new Set<string>()
  return touches.filter(({ kind, line, what }) => {
    const key = `${kind} ${line} ${what}`
    return !seen.has(key) && seen.add(key)
  })
}
