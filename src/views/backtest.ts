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

function coverage({ calls, sessions, from, to, project, transcripts, older, seconds }: Backtest): string {
  const where = project === null ? 'all projects' : printable(project)
  if (calls === 0) return `no call in ${printable(transcripts)} reaches its hooks (${where})`
  const days = [from, to].map((time) => (time ?? '').slice(0, 10))
  const when = days[0] === days[1] ? days[0] : days.join(' to ')
  const left = older ? '; `--limit all` takes older ones too' : ''
  return `${counted(calls, 'event')} of ${counted(sessions, 'session')}, ${when}, in ${seconds} s${left} (${where})`
}

function table(hooks: readonly BacktestedHook[], style: Style): readonly string[] {
  const rows = hooks.map(({ hook, event, matcher, calls, counts, ms }) => [
    clipped(hook, 18),
    clipped([event, matcher ?? ''].join(' ').trim(), 20),
    ...[calls, counts.blocked, counts.asked, counts.changed, counts.failed].map(String),
    ms ? milliseconds(ms.p50) : '-',
    ms ? milliseconds(ms.p95) : '-',
  ])
  const heading = ['HOOK', 'EVENT', 'CALLS', 'BLOCK', 'ASK', 'CHANGE', 'FAIL', 'p50 ms', 'p95']
  const padded = [heading, ...rows].map((row, _, all) =>
    row.map((cell, at) =>
      at < 2 ? cell : cell.padStart(Math.max(...all.map((one) => one[at]?.length ?? 0))),
    ),
  )
  const [first = '', ...rest] = columns(padded)
  return [style.dim(first), ...rest]
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

function remarks({ hooks, notReplayed }: Backtest): readonly string[] {
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
    ...notReplayed.map(({ hook, event, why }) => `${hook} (${event}) was not replayed: ${why}`),
  ]
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => indented(`note: ${printable(line)}`))]
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
