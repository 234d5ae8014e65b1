import type { Explained } from '../core/seen/explain.ts'
import type { SeenHook } from '../core/seen/seen-hook.ts'
import type { Explanation } from '../ops/explain.ts'
import type { RanHook, RanHooks } from '../ops/explain-run.ts'
import { reasonText, reasonVerb } from './reasons.ts'
import { clipped, printable, type Style } from './style.ts'

/** Which hooks fire, which do not, why, and how their decisions would become one. */
export function explainLines(explanation: Explanation, style: Style): readonly string[] {
  const { event, name, hooks, merging, unreadable } = explanation
  const those = (kind: Explained['fires']): readonly Explained[] =>
    hooks.filter(({ fires }) => fires === kind)
  const [firing, perhaps, others] = [those('yes'), those('maybe'), those('no')] as const
  const untrusted = firing.flatMap(({ hook }) => hook.reasons).find(({ code }) => code === 'untrusted')
  return [
    `${style.bold(event)}${name === undefined || name === '' ? '' : `  ${printable(name)}`}${inputText(explanation)}`,
    ...(firing.length === 0 ? ['', 'no hook runs'] : []),
    ...block(firing, firing.length === 1 ? '1 hook runs' : `${firing.length} hooks run`, style),
    ...(firing.length > 1 ? ['', `together: ${merging}`] : []),
    ...block(perhaps, `${perhaps.length} in some sessions`, style),
    ...block(others, `${others.length} on this event ${others.length === 1 ? 'does' : 'do'} not`, style),
    ...(untrusted ? ['', `note: hooks run ${reasonText(untrusted)}`] : []),
    ...unreadable.map(({ file, why }) => `warning: ${printable(file)} cannot be read: ${printable(why)}`),
  ]
}

function inputText({ payload }: Explanation): string {
  const input = payload['tool_input'] as Readonly<Record<string, unknown>> | undefined
  const shown = input?.['command'] ?? input?.['file_path'] ?? input?.['pattern'] ?? input?.['url']
  return typeof shown === 'string' ? `  ${clipped(shown, 50)}` : ''
}

function block(hooks: readonly Explained[], title: string, style: Style): readonly string[] {
  if (hooks.length === 0) return []
  return ['', `${title}:`, ...hooks.flatMap((one) => hookLines(one, style))]
}

function hookLines(one: Explained, style: Style): readonly string[] {
  const { hook } = one
  return [
    `  ${style.bold(hookName(hook))}`,
    `    in ${placeText(hook)}`,
    `    ${matcherText(one)}`,
    ...ruleLines(one),
    ...(one.twin
      ? [style.yellow(`    the same hook runs from ${printable(one.twin.source.file)} instead`)]
      : []),
    ...hook.reasons
      .filter(({ code }) => code !== 'untrusted')
      .map((reason) => style.yellow(`    ${reasonVerb(reason.code)} ${reasonText(reason)}`)),
  ]
}

/** What a hook is called: those of packs by their names, others by what they do. */
export function hookName({ putBy, type, what }: SeenHook): string {
  return putBy.by === 'pack' ? printable(putBy.hooks.join(' ')) : `${printable(type)}  ${clipped(what, 64)}`
}

function placeText({ source: { kind, name, file } }: SeenHook): string {
  return `${kind}${name === undefined ? '' : ` ${printable(name)}`}  ${printable(file)}`
}

function matcherText({ hook, matcher: { kind, met, name } }: Explained): string {
  const shown = printable(hook.matcher ?? '')
  switch (kind) {
    case 'all':
      return hook.matcher ? `matcher \`${shown}\` is for all` : 'no matcher: for all'
    case 'ignored':
      return hook.matcher ? `matcher \`${shown}\` is ignored on this event` : 'this event has no matchers'
    case 'names':
      return `matcher \`${shown}\` is a list of names, ${met ? 'and has' : 'without'} ${printable(name ?? '')}`
    case 'expression':
      return `matcher \`${shown}\` is a regular expression, ${met ? 'and matches' : 'and does not match'} ${printable(name ?? '')}`
    case 'broken':
      return `matcher \`${shown}\` is a regular expression that cannot be used: it never matches`
  }
}

function ruleLines({ hook, rule }: Explained): readonly string[] {
  if (!rule || rule.why === 'no-rule') return []
  const shown = printable(hook.if ?? '')
  const compared = (rule.compared ?? []).map((text) => `\`${clipped(text, 60)}\``).join(', ')
  switch (rule.why) {
    case 'any-call':
      return [`    if \`${shown}\` is met by every call of the tool`]
    case 'pattern':
      return [`    if \`${shown}\` is met: compared with ${compared}`]
    case 'not-that':
      return [`    if \`${shown}\` is not met: compared with ${compared || 'nothing'}`]
    case 'other-tool':
      return [`    if \`${shown}\` is about another tool`]
    case 'tool-without-patterns':
      return [`    if \`${shown}\` is never met: rules of this tool have no patterns`]
    case 'unclear':
      return [`    if \`${shown}\`: Claude Code cannot read the command to its end, and takes it as met`]
  }
}

/** What a run has shown. */
export function ranLines({ hooks, decision }: RanHooks, style: Style): readonly string[] {
  return [
    '',
    'run in scratch folders:',
    ...hooks.flatMap((one) => ranHookLines(one, style)),
    ...(hooks.length > 1 ? ['', `all together: ${decision}`] : []),
  ]
}

function ranHookLines({ hook: { hook }, run, outcome }: RanHook, style: Style): readonly string[] {
  const title = `  ${style.bold(hookName(hook))}`
  if (!run || !outcome) return [title, '    not run: only Claude Code can run this type']
  const ended = run.late ? 'its time was over' : `exit status ${run.status ?? run.signal ?? 'none'}`
  return [
    title,
    `    ${outcome.decision}, ${ended}, ${Math.round(run.ms)} ms`,
    `    the client: ${printable(outcome.client)}`,
    ...shownText('the model reads', outcome.model),
    ...shownText('the user reads', outcome.user),
    ...shownText('stdout', run.stdout),
    ...shownText('stderr', run.stderr),
  ]
}

const MOST_LINES = 12

function shownText(what: string, text: string | undefined): readonly string[] {
  const lines = (text ?? '').trim().split('\n')
  if (lines.join('') === '') return []
  const shown = lines.slice(0, MOST_LINES).map((line) => `      ${clipped(line, 400)}`)
  return [
    `    ${what}:`,
    ...shown,
    ...(lines.length > MOST_LINES ? [`      … ${lines.length - MOST_LINES} more lines`] : []),
  ]
}
