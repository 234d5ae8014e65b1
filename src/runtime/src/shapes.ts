import { isAbsolute } from 'node:path'
import type { Decision } from './types.ts'

/** The only control sequences that the client passes on: OSC 0, 1, 2, 9, 99 and 777, and BEL. */
const TERMINAL = /^(?:\u001b\](?:0|1|2|9|99|777);[^\u0007\u001b]*(?:\u0007|\u001b\\)|\u0007)+$/

const VARIABLE = /^[A-Za-z_]\w*$/

/** The client cuts nothing off: a longer text for the classifier is dropped as a whole. */
const MOST_FOR_CLASSIFIER = 2000

/** What a decision lacks, as the end of the sentence "decide.x needs …"; `undefined` when it is whole. */
export function faultOf(decision: Decision): string | undefined {
  switch (decision.kind) {
    case 'deny':
    case 'interrupt':
    case 'block':
    case 'defer':
    case 'ask':
    case 'allow':
    case 'stop':
      return isText(decision.reason) ? undefined : 'a text'
    case 'context':
    case 'tell':
    case 'title':
    case 'firstMessage':
    case 'instructions':
      return isText(decision.text) ? undefined : 'a text'
    case 'display':
      return typeof decision.text === 'string' ? undefined : 'a text'
    case 'classify':
      return isText(decision.text) && decision.text.length <= MOST_FOR_CLASSIFIER
        ? undefined
        : `a text of at most ${MOST_FOR_CLASSIFIER} characters`
    case 'terminal':
      return isText(decision.text) && TERMINAL.test(decision.text)
        ? undefined
        : 'a sequence of OSC 0, 1, 2, 9, 99 or 777, or BEL'
    case 'worktree':
      return isPath(decision.text) ? undefined : 'an absolute path'
    case 'watch':
      return isList(decision.paths, isPath) ? undefined : 'a list of absolute paths'
    case 'modify':
      return isRecord(decision.input) ? undefined : 'the whole tool input, as an object'
    case 'accept':
      return isRecord(decision.content) ? undefined : 'the answers, as an object'
    case 'remember':
      return isList(decision.permissions, isRecord) ? undefined : 'a list of permission updates'
    case 'setEnv':
      return isEnvironment(decision.variables) ? undefined : 'an object of names and texts'
    case 'replaceOutput':
      return decision.output === undefined ? 'the new output' : undefined
    case 'decline':
    case 'cancel':
    case 'retry':
    case 'hidePrompt':
    case 'reloadSkills':
      return undefined
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** A line break in a path would end it where the client reads it as plain output. */
function isPath(value: unknown): boolean {
  return isText(value) && isAbsolute(value) && !/[\0\r\n]/.test(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: unknown, test: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(test)
}

function isEnvironment(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.entries(value).every(
      ([name, text]) => VARIABLE.test(name) && typeof text === 'string' && !text.includes('\0'),
    )
  )
}
