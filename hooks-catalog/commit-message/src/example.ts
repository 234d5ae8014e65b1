import { HOLE } from '../../../src/runtime/src/kit/bash/hole.ts'
import { headerOf, linesOf, type Options } from './rules.ts'

// What people write for a type, and how subjects of it begin.
const KINDS: readonly (readonly [string, RegExp, RegExp])[] = [
  [
    'fix',
    /^(?:bug|bugfix|hotfix|fixes|fixed|patch)$/i,
    /^(?:fix|correct|repair|resolve|handle|prevent|mend)/i,
  ],
  ['docs', /^(?:doc|documentation|readme)$/i, /^(?:doc|document|readme|comment)/i],
  ['test', /^(?:tests|testing|spec)$/i, /^(?:test|cover)/i],
  ['perf', /^(?:performance|optimi[sz]e)$/i, /^(?:speed|optimi[sz]e|cache)/i],
  [
    'refactor',
    /^(?:refactoring|cleanup|clean)$/i,
    /^(?:refactor|rename|move|extract|simplify|clean|remove|delete|drop)/i,
  ],
  ['build', /^(?:deps|dependencies|dep)$/i, /^(?:bump|upgrade|build)/i],
  ['ci', /^(?:workflow|pipeline)$/i, /^(?:ci\b)/i],
  ['style', /^(?:format|formatting|lint)$/i, /^(?:format|reformat|lint)/i],
  ['chore', /^(?:chores|misc|wip)$/i, /^(?:chore|update|release|prepare)/i],
  ['feat', /^(?:feature|features|new|add|enhancement)$/i, /./],
]

/** A first line that would pass, made from the one that does not. */
export function exampleFor(text: string, options: Options): string {
  const [first = ''] = linesOf(text)
  const header = options.format === 'conventional' ? headerOf(first) : undefined
  const given = tidy(header?.subject ?? first)
  if (options.format === 'plain') return shortened(`${ticketFor(first, options)}${given}`, options)
  const subject = given === '' ? 'say what changes' : given
  const type = typeFor(header?.type, subject, options.types)
  const listed = options.scopes.length > 0 ? options.scopes : undefined
  const fits =
    header?.scope !== undefined && header.scope !== '' && (!listed || listed.includes(header.scope))
  const scope = fits ? header?.scope : options.requireScope ? (listed?.[0] ?? 'scope') : undefined
  const start = `${type}${scope ? `(${scope})` : ''}${header?.breaking ?? ''}: `
  return shortened(`${start}${ticketFor(first, options)}${subject}`, options)
}

function typeFor(given: string | undefined, subject: string, types: readonly string[]): string {
  const low = given?.toLowerCase() ?? ''
  if (types.includes(low)) return low
  const alias = KINDS.find(([type, names]) => low !== '' && names.test(low) && types.includes(type))
  const guess = alias ?? KINDS.find(([type, , words]) => words.test(subject) && types.includes(type))
  return guess?.[0] ?? types[0] ?? 'feat'
}

function tidy(subject: string): string {
  const text = subject
    .replaceAll(HOLE, '…')
    .replace(/[\s\u0000-\u001f\u007f`]+/g, ' ')
    .trim()
    .replace(/\.+$/, '')
  // A word in capitals is a name; only the first letter of a sentence goes down.
  return text.replace(/^[A-Z](?=[a-z]+(?:\s|$))/, (letter) => letter.toLowerCase())
}

function shortened(line: string, { maxSubject }: Options): string {
  const letters = [...line]
  if (maxSubject === 0 || letters.length <= maxSubject) return line
  const cut = letters.slice(0, maxSubject).join('')
  const space = cut.lastIndexOf(' ')
  return space > maxSubject / 2 ? cut.slice(0, space) : cut
}

function ticketFor(first: string, { ticket }: Options): string {
  if (ticket === '' || new RegExp(ticket, 'u').test(first)) return ''
  // Of a pattern only a person could make a real number.
  return /^[A-Z]+-(?:\\d|\[0-9\])[+*]?$/.test(ticket) ? `${ticket.replace(/-.*$/, '')}-123 ` : ''
}
