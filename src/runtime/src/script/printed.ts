import type { EventName } from '../events.ts'
import { faultOf } from '../shapes.ts'
import type { Decision } from '../types.ts'
import { isOutput, LIKE_OUTPUT, readOutput } from './fields.ts'
import { type Piece, piecesOf } from './json-text.ts'
import type { Output, Reading } from './verdicts.ts'

/** What the client takes plain text on stdout for. */
const TEXT_IS: Readonly<Partial<Record<EventName, 'context' | 'instructions'>>> = {
  SessionStart: 'context',
  UserPromptSubmit: 'context',
  UserPromptExpansion: 'context',
  PreCompact: 'instructions',
}

/** What a script has said on stdout. */
export interface Printed extends Reading {
  /** It holds JSON for the client, which then decides whatever the exit status is. */
  readonly isJson: boolean
  /** Everything else. */
  readonly stray: string
}

/** Reads stdout, with the `reason` for refusals that give none. */
export function printedOf(stdout: string, event: EventName, reason: string): Printed {
  const text = stdout.replace(/^\ufeff/, '')
  const pieces = piecesOf(text)
  const alone = pieces.filter((piece) => piece.text.trim() !== '').length === 1
  const read = pieces.map((piece) => readPiece(piece, { event, reason, alone }))
  const found = read.flatMap((one) => (typeof one === 'string' ? [] : [one]))
  const stray = read.filter((one) => typeof one === 'string').join('')
  return {
    decisions: found.flatMap(({ decisions }) => decisions),
    problem: found.find(({ problem }) => problem !== undefined)?.problem ?? brokenJson(pieces, stray, event),
    isJson: found.length > 0,
    stray,
  }
}

/** What a piece says, or its text if it is not for the client. */
function readPiece({ object, text }: Piece, about: Omit<Output, 'top' | 'own'>): Reading | string {
  if (!object || !isOutput(object)) return text
  const reading = readOutput(object, about)
  // Where text is welcome, an example in a text that the script shows is not for the client.
  const isExample = reading.problem !== undefined && !about.alone && TEXT_IS[about.event]
  return isExample ? text : reading
}

/** What was meant as JSON must not pass for silence. */
function brokenJson(pieces: readonly Piece[], stray: string, event: EventName): string | undefined {
  const text = stray.trim()
  if (text.startsWith('{') && text.endsWith('}') && pieces.length === 1 && !pieces[0]?.object)
    return `it printed JSON that is not valid (${faultIn(text)})`
  if (!TEXT_IS[event] && LIKE_OUTPUT.test(text))
    return 'it printed JSON that is not valid, or that does not begin a line'
  return undefined
}

function faultIn(text: string): string {
  try {
    JSON.parse(text)
    return 'it does not begin a line'
  } catch (error) {
    return (error as Error).message
  }
}

/** The decisions that the text beside JSON means, of a script that ended well. */
export function textDecisions({ stray, decisions }: Printed, event: EventName): readonly Decision[] {
  const text = stray.trim()
  const kind = TEXT_IS[event]
  if (kind) return text === '' ? [] : [{ kind, text }]
  if (event !== 'WorktreeCreate' || decisions.some((one) => ['worktree', 'block', 'stop'].includes(one.kind)))
    return []
  // What git says about the new worktree comes before.
  const path: Decision = {
    kind: 'worktree',
    text:
      text
        .split(/[\r\n]+/)
        .at(-1)
        ?.trim() ?? '',
  }
  if (faultOf(path)) throw new Error('it must print the absolute path of the worktree as its last line')
  return [path]
}
