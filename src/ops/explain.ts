import path from 'node:path'
import { parseAssignments } from '../core/assignments.ts'
import { isToolEvent, matchedOn, TOOL_NAMES } from '../core/client-events.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Note } from '../core/notes.ts'
import { EVENT_NAMES, type EventName, eventNamed } from '../core/seen/event-name.ts'
import { type Explained, explain as explained, mergingOf } from '../core/seen/explain.ts'
import { type Matched, matchEvent } from '../core/seen/match.ts'
import { isRecord } from '../core/seen/record.ts'
import { samplePayload } from '../core/seen/samples.ts'
import { hooksIn } from '../core/seen/seen-hook.ts'
import { HooksError } from '../errors.ts'
import { readText } from '../io/read.ts'
import { homeOf } from '../io/scopes.ts'
import { parseJson } from '../schema/json.ts'
import { type DisabledHook, disabledHooks, type SeeingPlace, see } from './see.ts'

/** What is asked about: an event with a name for its matcher and fields, or a whole payload. */
export interface Question {
  readonly event: string | undefined
  /** The tool; on other events what the matcher is tested against. */
  readonly name: string | undefined
  /** `key=value`. */
  readonly input: readonly string[]
  /** The file of a payload, `-` for stdin. */
  readonly payload: string | undefined
}

/** What the client would do with each hook on an event, before any of them runs. */
export interface Explanation {
  readonly event: EventName
  readonly payload: Readonly<Record<string, unknown>>
  /** What its matchers are tested against; undefined on events that have nothing of the kind. */
  readonly name: string | undefined
  readonly hooks: readonly Explained[]
  /** How many of them run, or might, or do not; those of packs one by one, though they share entries. */
  readonly counts: Readonly<Record<Explained['fires'], number>>
  /** Hooks of packs on this event that somebody has switched off, and whether they would be meant. */
  readonly disabled: readonly (DisabledHook & { readonly matcherWas: Matched })[]
  /** How several decisions become one, in words. */
  readonly merging: string
  /** Files whose hooks the client does not have because it cannot read them. */
  readonly unreadable: readonly { readonly file: string; readonly why: string }[]
  /** What else could not be looked at. */
  readonly notes: readonly Note[]
}

/** Explains which hooks an event starts in this folder, which it does not, and why. Reads only. */
export async function explain(place: SeeingPlace, question: Question): Promise<Explanation> {
  const home = homeOf(place.env) ?? place.cwd
  const payload = await payloadOf(question, { cwd: place.cwd, home })
  const event = payload['hook_event_name'] as EventName
  const seen = await see(place)
  const cwd = typeof payload['cwd'] === 'string' ? payload['cwd'] : place.cwd
  const hooks = explained(seen.hooks, { event, payload, folders: { project: place.cwd, cwd, home } })
  return {
    event,
    payload,
    name: matchEvent(event, undefined, payload).name,
    hooks,
    counts: { yes: count(hooks, 'yes'), maybe: count(hooks, 'maybe'), no: count(hooks, 'no') },
    disabled: disabledHooks(seen)
      .filter((one) => one.event === event)
      .map((one) => ({ ...one, matcherWas: matchEvent(event, one.matcher, payload) })),
    notes: seen.notes,
    merging: mergingOf(event),
    unreadable: seen.sources.flatMap(({ file, fault }) =>
      fault === undefined ? [] : [{ file, why: fault }],
    ),
  }
}

function count(hooks: readonly Explained[], kind: Explained['fires']): number {
  return hooks.filter(({ fires }) => fires === kind).reduce((sum, { hook }) => sum + hooksIn(hook), 0)
}

type Fields = Readonly<Record<string, unknown>>

async function payloadOf(question: Question, place: { cwd: string; home: string }): Promise<Fields> {
  const { event, name, input, payload: file } = question
  const given = file === undefined ? undefined : await readPayload(file, place.cwd)
  const asked = event ?? given?.['hook_event_name']
  const named = eventNamed(asked)
  if (named === undefined) throw unknownEvent(asked)
  checkName(named, name)
  const fields = assigned(input)
  const base = given ? { ...given, hook_event_name: named } : samplePayload(named, name, place)
  if (!isToolEvent(named)) return { ...base, ...fields }
  const inner = base['tool_input' as keyof typeof base]
  return { ...base, tool_input: { ...(isRecord(inner) ? inner : {}), ...fields } }
}

/** A name that nothing is tested against, or that only upper and lower case keep from being a tool, is a mistake. */
function checkName(event: EventName, name: string | undefined): void {
  if (name === undefined) return
  if (matchedOn(event) === undefined)
    throw new HooksError('usage', `${event} has no matchers: there is nothing to test \`${name}\` against`, {
      hint: `\`hooks explain ${event}\`; fields of the event go into \`--input\``,
    })
  const tool = TOOL_NAMES.find((one) => one.toLowerCase() === name.toLowerCase())
  if (isToolEvent(event) && tool !== undefined && tool !== name)
    throw new HooksError('usage', `Claude Code has no tool \`${name}\``, {
      hint: `did you mean \`${tool}\`?`,
    })
}

function assigned(input: readonly string[]): Fields {
  try {
    return parseAssignments(input)
  } catch (error) {
    if (!(error instanceof HooksError)) throw error
    throw new HooksError(
      'usage',
      error.message.replace('--set', '--input').replace('an option', 'a field and a value'),
      {
        hint: 'write it as `--input key=value`',
      },
    )
  }
}

async function readPayload(file: string, cwd: string): Promise<Fields> {
  const text = file === '-' ? await allOfStdin() : await readText(path.resolve(cwd, file))
  const name = file === '-' ? 'stdin' : file
  if (text === null)
    throw new HooksError('usage', `there is no file \`${file}\``, {
      hint: 'name a file with a payload, or `-` for stdin',
    })
  const parsed = parseJson(text)
  if ('fault' in parsed || !isRecord(parsed.value))
    throw new HooksError(
      'usage',
      `${name} is not a payload: ${'fault' in parsed ? parsed.fault : 'it is no object'}`,
      {
        hint: 'a payload is what Claude Code writes on the stdin of a hook: one JSON object',
      },
    )
  return parsed.value
}

async function allOfStdin(): Promise<string> {
  const { text } = await import('node:stream/consumers')
  return text(process.stdin)
}

function unknownEvent(name: unknown): HooksError {
  if (typeof name !== 'string')
    return new HooksError('usage', 'the payload has no `hook_event_name`, and no event is given', {
      hint: 'write the event first: `hooks explain PreToolUse`',
    })
  return new HooksError('usage', `\`${name}\` is not an event of Claude Code`, {
    hint: didYouMean(name, EVENT_NAMES) ?? `events: ${EVENT_NAMES.join(', ')}`,
  })
}
