import type { Effect, Example } from '../core/backtest/tally.ts'
import type { Backtest, BacktestedHook } from '../ops/backtest.ts'
import { milliseconds } from './logs.ts'
import { clipped, columns, printable, type Style, wrapped } from './style.ts'

const WIDTH = 80

/** What a pack would have done: counts per hook, then examples, then what could not be told. */
export function backtestLines(found: Backtest, style: Style): readonly string[] {
  return [
    style.bold(clipped(`${found.name} ${found.version}`, WIDTH)),
    ...indented(`  ${found.where}`),
    ...indented(`  ${coverage(found)}`),
    ...(found.hooks.length > 0 && found.calls > 0 ? ['', ...table(found.hooks, style)] : []),
    ...found.hooks.flatMap((hook) => examplesOf(hook, found, style)),
    ...remarks(found),
  ]
}

function coverage(found: Backtest): string {
  const { calls, sessions, from, to, project, transcripts, older, seconds } = found
  const where = project === null ? 'all projects' : printable(project)
  if (found.hooks.length === 0) return 'none of its hooks can be replayed'
  if (calls === 0) return `no call in ${printable(transcripts)} reaches its hooks (${where})`
  const days = [from, to].map((time) => (time ?? '').slice(0, 10))
  const when = days[0] === days[1] ? days[0] : days.join(' to ')
  const left = older ? '; `--limit all` takes older ones too' : ''
  return `${counted(calls, 'event')} of ${counted(sessions, 'session')}, ${when}, in ${seconds} s${left} (${where})`
}

function table(hooks: readonly BacktestedHook[], style: Style): readonly string[] {
  const heading = ['CALLS', 'BLOCK', 'ASK', 'CHANGE', 'FAIL', 'p50 ms', 'p95']
  const numbers = hooks.map(({ calls, counts, ms }) => [
    ...[calls, counts.blocked, counts.asked, counts.changed, counts.failed].map(String),
    ...[ms?.p50, ms?.p95].map((one) => (one === undefined ? '-' : milliseconds(one))),
  ])
  const widths = heading.map((name, at) =>
    Math.max(name.length, ...numbers.map((row) => row[at]?.length ?? 0)),
  )
  // What the numbers leave is for the names: at least half of it for the hook, if that needs it.
  const room = WIDTH - widths.reduce((sum, width) => sum + width + 2, 2)
  const events = hooks.map(({ event, matcher }) => [event, matcher ?? ''].join(' ').trim())
  const forEvents = Math.min(room >> 1, longest(events))
  const names = hooks.map(({ hook }) => clipped(hook, room - forEvents))
  const rest = room - longest(['HOOK', ...names])
  const rows = hooks.map((_, at) => [
    names[at] ?? '',
    clipped(events[at] ?? '', rest),
    ...(numbers[at] ?? []),
  ])
  const padded = [['HOOK', 'EVENT', ...heading], ...rows].map((row) =>
    row.map((cell, at) => (at < 2 ? cell : cell.padStart(widths[at - 2] ?? 0))),
  )
  const [first = '', ...others] = columns(padded)
  return [style.dim(first), ...others]
}

function longest(texts: readonly string[]): number {
  return Math.max(...texts.map((one) => one.length))
}

const HEADINGS: Readonly<Record<Effect, string>> = {
  failed: 'on which it failed',
  blocked: 'it would have blocked',
  asked: 'about which it would have asked you',
  changed: 'it would have changed',
  allowed: 'it would have allowed without asking you',
  told: 'it would have added something to',
  none: '',
}

function examplesOf(
  { hook, counts, examples, failure }: BacktestedHook,
  { project }: Backtest,
  style: Style,
): readonly string[] {
  const effects = [...new Set(examples.map(({ effect }) => effect))]
  return effects.flatMap((effect) => {
    const own = examples.filter((one) => one.effect === effect)
    const shown = own.reduce((sum, { times }) => sum + times, 0)
    const left = counts[effect] - shown
    const blocks = effect === 'failed' && failure === 'block' ? ', which blocks them' : ''
    const more = left > 0 ? `, the newest of ${counts[effect]}` : ''
    return [
      '',
      style.bold(clipped(`${hook}: calls ${HEADINGS[effect]}${blocks}${more}`, WIDTH)),
      ...own.flatMap((example) => exampleLines(example, project === null, style)),
    ]
  })
}

function exampleLines(
  { time, tool, input, reason, decision, project, times }: Example,
  withProject: boolean,
  style: Style,
): readonly string[] {
  const often = times > 1 ? ` (${times} times)` : ''
  const where = withProject ? `, ${printable(project)}` : ''
  return [
    ...indented(`  ${tool === '' ? 'prompt' : printable(tool)}: ${printable(input)}`, 2),
    ...indented(`    ${decision}: ${printable(reason)}`, 3),
    style.dim(clipped(`    ${time.slice(0, 16).replace('T', ' ')} UTC${often}${where}`, WIDTH)),
  ]
}

function remarks({ hooks, notReplayed, tooLong }: Backtest): readonly string[] {
  const lines = [
    ...hooks.flatMap(({ hook, refused }) =>
      Object.entries(refused).map(
        ([what, times]) =>
          `${hook} wanted ${WANTED[what] ?? what} in ${counted(times, 'call')}, which a backtest does not give it: what it decided there may be different in a session`,
      ),
    ),
    ...hooks.flatMap(({ hook, if: condition }) =>
      condition === null
        ? []
        : [`${hook} has the condition \`${condition}\`, which the client tests: here it was given all calls`],
    ),
    ...(tooLong === 0 ? [] : [`${counted(tooLong, 'call')} not replayed, being too long`]),
    ...leftOut(notReplayed),
  ]
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => indented(`note: ${printable(line)}`))]
}

/** What was not replayed, once for each reason. */
function leftOut(notReplayed: Backtest['notReplayed']): readonly string[] {
  return [...new Set(notReplayed.map(({ why }) => why))].map((why) => {
    const hooks = notReplayed.filter((one) => one.why === why).map(({ hook, event }) => `${hook} (${event})`)
    return `not replayed: ${hooks.join(', ')}: ${why}`
  })
}

const WANTED: Readonly<Record<string, string>> = {
  program: 'to start a program',
  network: 'a connection',
  file: 'to write a file',
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `${what}s`}`
}

/** A text in lines of 80, each as far in as the first. */
function indented(text: string, most = 100): readonly string[] {
  const indent = ' '.repeat(text.length - text.trimStart().length)
  return wrapped(text.trim(), WIDTH - indent.length, most).map((line) => indent + line)
}
