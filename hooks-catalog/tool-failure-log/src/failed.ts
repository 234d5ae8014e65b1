import { updateState } from '../../../src/runtime/src/kit/session-state.ts'
import type { Decision, Handler } from '../../../src/runtime/src/types.ts'
import { type FailureLine, NAME, PACK } from '../../_shared/src/failure-line.ts'
import { appendLine } from '../../_shared/src/json-lines.ts'
import { logOf } from '../../_shared/src/log-place.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import { boundedJson, safeText } from '../../_shared/src/safe-value.ts'
import { inputText } from './input-text.ts'
import { type Options, readOptions } from './options.ts'
import { counted, type Repetition, type Ways } from './ways.ts'

const ADVICE =
  'Stop and think before the next call: read the whole error, say what you believe and check that with a call that ' +
  'only reads, and then do something else, or ask the user. Do not try the same again.'

/** Writes the failure down, and tells the model when the same has failed too often. */
const handler: Handler<'PostToolUseFailure'> = (event, decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  const tool = oneLine(String(event.tool_name), 120)
  if (options.ignoreTools.includes(tool)) return
  const interrupted = event.is_interrupt === true
  const failure = {
    tool,
    input: inputText(event.tool_input),
    error: typeof event.error === 'string' ? event.error : '',
    agent: typeof event.agent_id === 'string' ? event.agent_id : '',
  }
  let repetition: Repetition = { count: 0, same: 'call' }
  // A call that the user has stopped says nothing about whether it works.
  if (!interrupted && failure.error !== '') {
    const clock = { now: Date.now(), withinMs: options.withinMinutes * 60_000 }
    updateState<Ways>({ event, name: PACK }, (old) => {
      const found = counted(old, failure, clock)
      repetition = found.repetition
      return found.ways
    })
  }
  const decisions: Decision[] = adviceOn(failure, repetition, options).map(({ to, text }) => decide[to](text))
  if (options.log) {
    const about = { failure, repetition, interrupted, session: event.session_id, ms: event.duration_ms }
    const problem = written(about, options, projectDir)
    if (problem !== undefined && decisions.length === 0) throw problem
  }
  return decisions
}

interface Written {
  readonly failure: {
    readonly tool: string
    readonly input: string
    readonly error: string
    readonly agent: string
  }
  readonly repetition: Repetition
  readonly interrupted: boolean
  readonly session: unknown
  readonly ms: unknown
}

/** The error when it could not be written: advice that is due is more important than that. */
function written(about: Written, options: Options, projectDir: string): Error | undefined {
  const { failure, repetition, interrupted, session, ms } = about
  const line = boundedJson(
    ({ text }): FailureLine => ({
      v: 1,
      time: new Date().toISOString(),
      session: oneLine(String(session), 100),
      project: projectDir,
      ...(failure.agent === '' ? {} : { agent: oneLine(failure.agent, 100) }),
      tool: failure.tool,
      input: safeText(failure.input, text),
      error: safeText(failure.error, text),
      ...(interrupted ? { interrupted } : {}),
      count: Math.max(1, repetition.count),
      ...(typeof ms === 'number' ? { ms } : {}),
    }),
    { text: options.maxText, items: 1, depth: 1 },
    64 * 1024,
  )
  try {
    appendLine(logOf(options, { pack: PACK, name: NAME, projectDir }), line)
    return undefined
  } catch (error) {
    return error as Error
  }
}

function adviceOn(
  { tool, input, error }: Written['failure'],
  { count, same }: Repetition,
  { adviseAfter, tellAfter, advice }: Options,
): readonly { readonly to: 'context' | 'tell'; readonly text: string }[] {
  const times = count === 1 ? 'once' : `${count} times`
  const what = same === 'call' ? `the same call of ${tool}` : `${tool} with the same error`
  const quoted = `\`${oneLine(safeText(input, 200), 220).replaceAll('`', "'")}\`: ${oneLine(safeText(error, 300), 320)}`
  const found: { to: 'context' | 'tell'; text: string }[] = []
  if (adviseAfter > 0 && count >= adviseAfter && count % adviseAfter === 0)
    found.push({
      to: 'context',
      text: `tool-failure-log: ${what} has failed ${times} in this session. Last: ${quoted}\n${advice.trim() || ADVICE}`,
    })
  if (tellAfter > 0 && count === tellAfter)
    found.push({ to: 'tell', text: `tool-failure-log: ${what} has failed ${times}. Last: ${quoted}` })
  return found
}

export default handler
