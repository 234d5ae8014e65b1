import { existsSync } from 'node:fs'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { oneLine } from '../../_shared/src/plain-text.ts'
import { belongs, hasInlineTest, kindOf } from './kinds.ts'
import { type Memory, recall } from './memory.ts'
import { type Options, readOptions } from './options.ts'
import { editedIn, writtenText } from './place.ts'
import { suggestTest } from './suggest.ts'

/** Lets a source file be edited only after a test of it, or while tests fail. */
const handler: Handler<'PreToolUse'> = (event, decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  const edited = editedIn(event, projectDir)
  if (!edited || kindOf(edited.shown, options) !== 'source') return undefined
  if (options.onlyNew && existsSync(edited.path)) return undefined
  const input = event.tool_input
  if (isOnlySpace(input) || hasInlineTest(edited.shown, writtenText(input))) return undefined
  const memory = recall(event)
  if (!memory.ok) return decide.tell(`tdd-guard: edits are not guarded: ${oneLine(memory.why)}.`)
  if (isTested(edited.shown, memory.state, options)) return undefined
  return decide[options.decision](reasonOf(edited.shown, memory.state, { options, projectDir }))
}

export default handler

function isTested(source: string, { tests, lastRun }: Memory, { anyTest, failingRun }: Options): boolean {
  if (failingRun && lastRun === 'failed') return true
  return anyTest ? tests.length > 0 : tests.some((test) => belongs(test, source))
}

/** An edit that only moves or removes space changes no behaviour, except where space is syntax. */
function isOnlySpace(input: Readonly<Record<string, unknown>>): boolean {
  const { old_string: before, new_string: after, file_path: file } = input
  if (typeof before !== 'string' || typeof after !== 'string' || before === '') return false
  if (/\.(?:py|pyx|nim|hs|ml|fs|coffee)$/i.test(String(file))) return before.trim() === after.trim()
  return before.replace(/\s+/g, '') === after.replace(/\s+/g, '')
}

interface About {
  readonly options: Options
  readonly projectDir: string
}

function reasonOf(source: string, { lastRun }: Memory, { options, projectDir }: About): string {
  const { existing, usual } = suggestTest(source, projectDir)
  const name = oneLine(source)
  const inline = usual === source
  const first = inline
    ? `Add a test to the tests of ${name} or of its package first`
    : existing === undefined
      ? `Write its test first, for example ${oneLine(usual)}`
      : `Change its test ${oneLine(existing)} first`
  const run = options.failingRun ? ', or run the tests and see one fail' : ''
  const state = lastRun === 'passed' ? 'the last test run passed' : 'no failing test run was seen'
  const why = options.failingRun ? `, and ${state}` : ''
  const tests = options.anyTest ? 'no test' : 'no test of it'
  return `tdd-guard: ${tests} was touched in this session before ${name}${why}. ${first}${run}; then make this edit.`
}
