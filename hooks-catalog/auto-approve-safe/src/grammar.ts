import { forEachChild, type SyntaxNode, type Word } from 'unbash'
import { parseBash } from '../../../src/runtime/src/kit/bash/parse.ts'

const MOST_LEVELS = 40

// What a line may be made of. Loops and functions are missing, since they set variables and names that commands depend
// on; tests and arithmetic, since they run code in indexes; here-documents, since shells differ in how they read them.
const ALLOWED: ReadonlySet<SyntaxNode['type']> = new Set<SyntaxNode['type']>([
  ...(['Statement', 'CompoundList', 'AndOr', 'Pipeline', 'Time', 'Negation', 'Command'] as const),
  ...(['If', 'Elif', 'Subshell', 'BraceGroup', 'Redirected', 'Assignment'] as const),
  ...(['Redirect', 'HereString', 'FileDescriptor', 'Word', 'Literal', 'Glob', 'SingleQuoted'] as const),
  ...(['DoubleQuoted', 'BraceExpansion', 'SimpleExpansion'] as const),
])

/** What the form of a line says. */
export interface Form {
  /** It is made only of what is read here and by every shell in the same way. */
  readonly plain: boolean
  /** A word is a pattern that may become an option: there may be a file of that name. */
  readonly leadingPattern: boolean
  /** Words that are patterns for the shell, without their quotes: others only look like them. */
  readonly patterns: ReadonlySet<string>
  /** A pattern is part of a word that becomes several, so `patterns` does not tell all. */
  readonly spreadPattern: boolean
}

/** The form of a line. */
export function formOf(source: string): Form {
  const tree = parseBash(source)
  const noted = { leadingPattern: false, patterns: new Set<string>(), spreadPattern: false }
  const all = !tree.errors?.length && tree.commands.length > 0
  return { plain: all && tree.commands.every((node) => plain(node, 0, noted)), ...noted }
}

interface Noted {
  leadingPattern: boolean
  readonly patterns: Set<string>
  spreadPattern: boolean
}

function plain(node: SyntaxNode, level: number, noted: Noted): boolean {
  if (level > MOST_LEVELS || !ALLOWED.has(node.type)) return false
  if (node.type === 'Statement' && node.background) return false
  if (node.type === 'SimpleExpansion' && node.text !== '$?') return false
  if (node.type === 'Assignment' && (node.append || node.index || node.value.type !== 'Word')) return false
  if (node.type === 'Word') notePattern(node, noted)
  let all = true
  forEachChild(node, (child) => {
    all = all && plain(child, level + 1, noted)
  })
  return all
}

function notePattern({ parts = [], value, text }: Word, noted: Noted): void {
  if (!parts.some(({ type }) => type === 'Glob')) return
  noted.patterns.add(value)
  if (parts[0]?.type === 'Glob' || /^-(?!-[\w-]+=)/.test(text)) noted.leadingPattern = true
  if (parts.some(({ type }) => type === 'BraceExpansion')) noted.spreadPattern = true
}

/** The line with the status of the last command as a number: the only variable that may stand in it. */
export function withoutStatus(source: string): string {
  return source.replaceAll('$?', '0')
}
