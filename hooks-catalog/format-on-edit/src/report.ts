import { sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Decide, Decision } from '../../../src/runtime/src/types.ts'
import type { Source } from '../../_shared/src/find-program.ts'
import { firstTime } from './first-time.ts'
import type { Level } from './options.ts'

interface Subject {
  readonly shown: string
  readonly formatter: string
  readonly evidence: string
}

/** What happened to the edited file. */
export type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'left'; readonly shown: string; readonly why: string }
  | ({
      readonly kind: 'missing'
      readonly root: string
      readonly searched: readonly Source['in'][]
      readonly install: string
    } & Subject)
  | ({ readonly kind: 'unchanged' | 'changed' } & Subject)
  | ({ readonly kind: 'failed'; readonly problem: string; readonly changed: boolean } & Subject)

const READ_AGAIN = 'Read it again before the next edit of it.'

/**
 * Says what matters: the model must know that a file is no longer what it wrote, and why one could not be
 * formatted; a missing formatter is the user's matter, once per session.
 */
export function report(
  outcome: Outcome,
  decide: Decide<'PostToolUse'>,
  { level, session }: { readonly level: Level; readonly session: string },
): Decision | undefined {
  if (level === 'none') return undefined
  switch (outcome.kind) {
    case 'none':
      return undefined
    case 'left':
      return level === 'all' ? decide.tell(`${outcome.shown} was not formatted: ${outcome.why}.`) : undefined
    case 'unchanged':
      return level === 'all' ? decide.tell(`${outcome.formatter} left ${outcome.shown} as it is.`) : undefined
    case 'changed':
      return decide.context(`${outcome.shown} was formatted by ${outcome.formatter}. ${READ_AGAIN}`)
    case 'failed':
      return decide.context(failure(outcome))
    case 'missing': {
      const key = `${session}-${outcome.formatter}-${outcome.root}`
      return level === 'all' || firstTime(key) ? decide.tell(absence(outcome)) : undefined
    }
  }
}

/** The first lines of a program's message, without colours, control characters and the project's path. */
export function excerpt(message: string, root: string): string {
  const lines = stripVTControlCharacters(message)
    .replaceAll(root + sep, '')
    .replace(/[━─]{4,}/g, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const cut = lines.slice(0, 8).map((line) => (line.length > 200 ? `${line.slice(0, 200)}…` : line))
  return lines.length > 8 ? [...cut, '…'].join('\n') : cut.join('\n')
}

function failure({ shown, formatter, problem, changed }: Extract<Outcome, { kind: 'failed' }>): string {
  const state = changed
    ? `The file was changed all the same. ${READ_AGAIN}`
    : 'The file is as it was written.'
  return `${formatter} could not format ${shown}: ${problem}\n${state}`
}

function absence({
  shown,
  formatter,
  evidence,
  searched,
  install,
}: Extract<Outcome, { kind: 'missing' }>): string {
  const places = searched.map((place) => PLACES[place]).join(' or ')
  return (
    `${shown} was not formatted: this project uses ${formatter} (${evidence}), but there is no ${formatter} ` +
    `in ${places}. To install it: ${install}`
  )
}

const PLACES: Readonly<Record<Source['in'], string>> = {
  node_modules: "the project's node_modules/.bin",
  venv: "the project's .venv",
  path: 'PATH',
}
