import { listedNames } from './client-events.ts'

/** What is wrong with a matcher, and in words. */
export interface MatcherFault {
  readonly kind: 'invalid' | 'explodes'
  readonly says: string
}

/** Longer than any list of tools. */
const MOST_LETTERS = 2000

/** As many characters of a name as a repetition can take or leave. */
const REPETITIONS = 64

/** As many ways through a name as a regular expression may have to try: some tenths of a second. */
const MOST_WAYS = REPETITIONS ** 4

/**
 * Why nobody should run a matcher: it is no regular expression, or one that can try so many ways through a name that it
 * does not end. It is looked at, never run.
 */
export function matcherFault(matcher: string): MatcherFault | undefined {
  if (matcher.length > MOST_LETTERS)
    return { kind: 'explodes', says: `is longer than ${MOST_LETTERS} characters` }
  if (matcher === '*' || listedNames(matcher)) return undefined
  try {
    new RegExp(matcher)
  } catch {
    return { kind: 'invalid', says: 'is not a valid regular expression: it matches nothing' }
  }
  return waysThrough(matcher) <= MOST_WAYS
    ? undefined
    : {
        kind: 'explodes',
        says: 'is a regular expression that may never end (repetitions within repetitions)',
      }
}

/** A group that is open: the ways through its branches so far, through this one, and through the last thing in it. */
interface Group {
  others: number
  branch: number
  last: number
}

const TOKEN =
  /\\(?:k<[^>]*>|[\s\S])|\[\^?(?:[^\]\\]|\\[\s\S])*\]|\((?:\?(?:<?[=!]|<[^>]*>|[a-z-]*:))?|[)|]|(?:[*+?]|\{(\d+)(,?)(\d*)\})\??|[\s\S]/g

/** How many ways a valid regular expression may try in the worst case; more rather than less. */
function waysThrough(pattern: string): number {
  const open: Group[] = [newGroup()]
  for (const match of pattern.matchAll(TOKEN)) {
    const [token] = match
    const group = open.at(-1) as Group
    if (token.startsWith('(')) open.push(newGroup())
    else if (token === ')') {
      open.pop()
      begin(open.at(-1) as Group, group.others + ended(group))
    } else if (token === '|') {
      group.others += ended(group)
      group.branch = 1
    } else if (/^(?:[*+?]|\{\d)/.test(token)) group.last = repeated(group.last, match)
    else begin(group, 1)
  }
  const [whole] = open
  return whole ? whole.others + ended(whole) : Number.POSITIVE_INFINITY
}

function newGroup(): Group {
  return { others: 0, branch: 1, last: 1 }
}

function begin(group: Group, ways: number): void {
  group.branch *= group.last
  group.last = ways
}

function ended(group: Group): number {
  const ways = group.branch * group.last
  group.last = 1
  return ways
}

function repeated(ways: number, { 0: token, 1: from, 2: comma, 3: to }: RegExpMatchArray): number {
  const least = from === undefined ? Number(token.startsWith('+')) : Number(from)
  const open = from === undefined ? !token.startsWith('?') : comma !== '' && to === ''
  const most = open ? Number.POSITIVE_INFINITY : from === undefined ? 1 : Number(to || from)
  if (ways === 1) return Math.min(most - least + 1, REPETITIONS)
  return most <= 1 ? ways ** most + (1 - least) : 2 * ways ** most
}
