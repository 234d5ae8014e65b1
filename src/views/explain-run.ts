import type { Verdict } from '../core/seen/verdict.ts'
import type { RanHook, RanHooks } from '../ops/explain-run.ts'
import { hookName } from './explain.ts'
import { clipped, printable } from './style.ts'
import { folded, type View, WIDTH } from './view.ts'

/** What a run has shown. */
export function ranLines({ hooks, decision }: RanHooks, view: View): readonly string[] {
  if (hooks.length === 0) return []
  const [none, some] = [hooks.every(({ held }) => held), hooks.some(({ held }) => held)]
  return [
    '',
    none ? 'none of them was run:' : 'run in scratch folders:',
    ...hooks.flatMap((one) => ranHookLines(one, view)),
    ...(hooks.length > 1 && !none
      ? ['', `all together${some ? ', of those that were run' : ''}: ${decisionText(decision)}`]
      : []),
    ...(some ? ['', ...folded(HELD, 2)] : []),
  ]
}

const HELD =
  'note: `--yes` alone runs no hook of a project that you have not approved. Look at them, then add ' +
  '`--allow-project`; or approve the packs with `hooks install`, or trust the folder in Claude Code'

function ranHookLines({ hook: one, run, outcome, verdicts, held }: RanHook, view: View): readonly string[] {
  const title = folded(`  ${hookName(one.hook)}`, 2).map(view.style.bold)
  if (held) return [...title, '    not run: you have not approved this project']
  if (!run || !outcome) return [...title, '    not run: only Claude Code can run this type']
  const ended = run.late ? 'its time was over' : `exit status ${run.status ?? run.signal ?? 'none'}`
  const { model, user } = outcome
  return [
    ...title,
    `    ${decisionText(outcome.decision)}, ${ended}, ${Math.round(run.ms)} ms`,
    ...verdicts.flatMap(verdictLines),
    ...folded(`    the client: ${printable(outcome.client)}`, 6),
    ...shownText('the model reads', model),
    ...shownText('the user reads', user),
    ...outputLines('stdout', run.stdout, [model, user]),
    ...outputLines('stderr', run.stderr, [model, user]),
  ]
}

/** `no opinion`, as in `hooks logs` and `hooks stats`. */
function decisionText(decision: string): string {
  return decision === 'none' ? 'no opinion' : decision
}

function verdictLines({ rule, part, at }: Verdict): readonly string[] {
  const where = at ? `, characters ${at.from} to ${at.to} of ${at.of}` : ', which follows from the command'
  return [`    rule: ${printable(rule)}`, ...folded(`    part: \`${clipped(part, 300)}\`${where}`, 6)]
}

const MOST_LINES = 12
const INDENT = '      '

function shownText(what: string, text: string | undefined): readonly string[] {
  const lines = (text ?? '').trim().split('\n')
  if (lines.join('') === '') return []
  const shown = lines
    .slice(0, MOST_LINES)
    .flatMap((line) => folded(`${INDENT}${clipped(line, 1000)}`, INDENT.length))
  const more = lines.length - MOST_LINES
  return [`    ${what}:`, ...shown, ...(more > 0 ? [`${INDENT}… ${more} more lines`] : [])]
}

/** What was printed, without what has been told already; an answer in JSON in one line, `--json` has it whole. */
function outputLines(what: string, output: string, told: readonly (string | undefined)[]): readonly string[] {
  const text = output.trim()
  if (text === '' || told.some((one) => one?.includes(text))) return []
  if (!text.startsWith('{') || text.includes('\n')) return shownText(what, text)
  return [clipped(`    ${what}: ${text}`, WIDTH)]
}
