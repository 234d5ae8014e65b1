import type { Happening } from '../ops/dev.ts'
import type { PayloadReplay } from '../ops/dev-replay.ts'
import { errorJson, errorLines } from './error.ts'
import { localTime, milliseconds } from './logs.ts'
import { clipped, printable, type Style, wrapped } from './style.ts'
import { testJson, testLines } from './test-pack.ts'

const WIDTH = 80
const PAYLOAD_LINES = 6

/** What its author is told of something that has happened. */
export function devLines(happening: Happening, style: Style): readonly string[] {
  switch (happening.kind) {
    case 'installed':
      return happening.again
        ? [`installed ${printable(happening.name)} again, as it is now`]
        : [
            `installed ${printable(happening.name)} in the ${happening.scope} scope until this ends`,
            'Saving installs it again and runs its cases. Payloads are shown as they come.',
          ]
    case 'wider':
      return happening.wider.flatMap(({ name, capabilities }) =>
        wrapped(`note: ${printable(name)} can now also: ${capabilities.map(printable).join('; ')}`, WIDTH, 9),
      )
    case 'cases':
      return testLines(happening.report, style)
    case 'broken':
      return errorLines(happening.error, style)
    case 'payload':
      return payloadLines(happening, style)
    case 'replayed':
      return replayLines(happening.replay, style)
    case 'nothing-to-replay':
      return ['there is no payload to replay yet: use a tool in Claude Code that the pack has a hook for']
    case 'removed':
      return [`removed ${printable(happening.name)} from the ${happening.scope} scope`]
  }
}

function payloadLines(
  { number, payload, shown }: Extract<Happening, { kind: 'payload' }>,
  style: Style,
): readonly string[] {
  const { time, event, tool } = payload
  return [
    style.bold(clipped(`payload ${number}  ${localTime(time).slice(-8)}  ${event} ${tool}`.trimEnd(), WIDTH)),
    ...wrapped(printable(shown), WIDTH - 2, PAYLOAD_LINES).map((line) => `  ${line}`),
  ]
}

/** What each hook does with a payload. */
export function replayLines({ payload, shown, hooks }: PayloadReplay, style: Style): readonly string[] {
  const title = `replay  ${payload.event} ${payload.tool}`.trimEnd()
  return [
    style.bold(clipped(title, WIDTH)),
    ...wrapped(printable(shown), WIDTH - 2, 2).map((line) => `  ${line}`),
    ...(hooks.length === 0 ? ['  no hook of the pack is for it any more'] : []),
    ...hooks.flatMap(({ hook, decision, reason, ms, refused }) => {
      const why = reason === '' ? '' : `: ${reason}`
      const not = refused.length === 0 ? '' : `; was not given: ${refused.join(', ')}`
      const what = decision === 'none' ? 'no opinion' : decision
      return wrapped(
        printable(`${hook}  ${what}  ${milliseconds(ms)} ms${why}${not}`),
        WIDTH - 4,
        PAYLOAD_LINES,
      ).map((line) => `    ${line}`)
    }),
  ]
}

/** The same for a program: one document per line. */
export function devJson(happening: Happening): object {
  switch (happening.kind) {
    case 'cases':
      return { kind: 'cases', report: testJson(happening.report) }
    case 'broken':
      return { kind: 'broken', ...errorJson(happening.error) }
    case 'payload': {
      const { number, payload, shown } = happening
      return { kind: 'payload', number, event: payload.event, tool: payload.tool, payload: shown }
    }
    case 'replayed':
      return { kind: 'replayed', ...replayJson(happening.replay) }
    default:
      return happening
  }
}

/** A replay for a program. */
export function replayJson({ payload, shown, hooks }: PayloadReplay): object {
  return { event: payload.event, tool: payload.tool, payload: shown, hooks }
}
