import { HOLE } from '../../../src/runtime/src/kit/bash/hole.ts'
import type { Message } from './message.ts'

/** The options of the pack, with the defaults filled in. */
export interface Options {
  readonly format: 'conventional' | 'plain'
  readonly types: readonly string[]
  readonly scopes: readonly string[]
  readonly requireScope: boolean
  readonly maxSubject: number
  readonly maxBodyLine: number
  readonly ticket: string
  readonly forbidTrailers: readonly string[]
  readonly forbid: readonly string[]
}

/** The parts of the first line of a conventional commit. */
export interface Header {
  readonly type: string
  readonly scope: string | undefined
  readonly breaking: string
  readonly space: string
  readonly subject: string
}

// What git itself writes, and what it takes apart again before anybody else reads it.
const BY_GIT =
  /^(?:Merge (?:branch|branches|tag|commit|remote-tracking|pull request)\b|Revert "|Reapply "|(?:fixup|squash|amend)! )/

/** The first line of a message, and the lines behind it. */
export function linesOf(text: string): readonly string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n')
}

/** Reads the first line as `type(scope)!: subject`. */
export function headerOf(line: string): Header | undefined {
  const match = /^([^\s():!]+)(?:\(([^()]*)\))?(!?):(\s*)(.*)$/.exec(line)
  if (!match) return undefined
  const [, type = '', scope, breaking = '', space = '', subject = ''] = match
  return { type, scope, breaking, space, subject }
}

/** What is wrong with a message, in words that go on from "the message"; empty when nothing is. */
export function faultsOf(message: Message, options: Options): readonly string[] {
  const [first = '', ...rest] = linesOf(message.text)
  if (BY_GIT.test(first)) return []
  // What is not known may be right.
  if (first.trim() === HOLE) return []
  return [
    ...(first.trim() === ''
      ? ['is empty']
      : options.format === 'conventional'
        ? conventional(first, options)
        : []),
    ...shape(first, rest, options),
    ...contents(message, options),
  ]
}

function conventional(line: string, { types, scopes, requireScope }: Options): readonly string[] {
  const header = headerOf(line)
  if (!header)
    return line.startsWith(HOLE) ? [] : [`does not begin with a type and a colon (${types.join(', ')})`]
  const { type, scope, space, subject } = header
  const faults: string[] = []
  if (!type.includes(HOLE) && !types.includes(type))
    faults.push(`has the type \`${type.slice(0, 30)}\`, which is none of ${types.join(', ')}`)
  if (requireScope && scope === undefined) faults.push('has no scope')
  const listed = scope?.split(/\s*[,/]\s*/) ?? []
  const odd =
    scopes.length > 0 ? listed.find((one) => !one.includes(HOLE) && !scopes.includes(one)) : undefined
  if (scope?.trim() === '') faults.push('has an empty scope')
  else if (odd !== undefined)
    faults.push(`has the scope \`${odd.slice(0, 30)}\`, which is none of ${scopes.join(', ')}`)
  if (subject.trim() === '') faults.push('says nothing behind the colon')
  else if (space !== ' ') faults.push('needs one space behind the colon')
  return faults
}

function shape(
  first: string,
  rest: readonly string[],
  { maxSubject, maxBodyLine }: Options,
): readonly string[] {
  const faults: string[] = []
  const length = [...first].length
  if (maxSubject > 0 && !first.includes(HOLE) && length > maxSubject)
    faults.push(`has a first line of ${length} characters, and ${maxSubject} is the most`)
  if (/[^.]\.$/.test(first)) faults.push('has a full stop at the end of its first line')
  if (rest.length > 0 && rest[0]?.trim() !== '') faults.push('needs an empty line behind the first one')
  const long =
    maxBodyLine > 0 && rest.some((line) => [...line].length > maxBodyLine && !/https?:\/\/|^\S+$/.test(line))
  if (long) faults.push(`has lines of more than ${maxBodyLine} characters in its body`)
  return faults
}

function contents(
  { text, trailers }: Message,
  { ticket, forbidTrailers, forbid }: Options,
): readonly string[] {
  const faults: string[] = []
  if (ticket !== '' && !text.includes(HOLE) && !new RegExp(ticket, 'u').test(text.slice(0, 10_000)))
    faults.push(`names no ticket (${ticket.slice(0, 60)})`)
  const names = [...linesOf(text), ...trailers].map((line) =>
    /^\s*([\w-]+)\s*(?:[:=]|$)/.exec(line)?.[1]?.toLowerCase(),
  )
  const trailer = forbidTrailers.find((name) => names.includes(name.toLowerCase()))
  if (trailer !== undefined) faults.push(`has a ${trailer} trailer, which is not wanted here`)
  const low = text.toLowerCase()
  const unwanted = forbid.find((part) => low.includes(part.toLowerCase()))
  if (unwanted !== undefined) faults.push(`has \`${unwanted.slice(0, 60)}\` in it, which is not wanted here`)
  return faults
}
