import type { Explained } from '../core/seen/explain.ts'
import type { Matched } from '../core/seen/match.ts'
import type { SeenHook } from '../core/seen/seen-hook.ts'
import type { Explanation } from '../ops/explain.ts'
import { noteLine } from './notes.ts'
import { reasonText, reasonVerb, toldReasons } from './reasons.ts'
import { clipped, printable } from './style.ts'
import { folded, shownPath, shownText, type View } from './view.ts'

/** Which hooks fire, which do not, why, and how their decisions would become one. */
export function explainLines(explanation: Explanation, view: View): readonly string[] {
  const { event, name, hooks, counts, disabled, merging, unreadable, notes } = explanation
  const those = (kind: Explained['fires']): readonly (readonly string[])[] =>
    hooks.filter(({ fires }) => fires === kind).map((one) => hookLines(one, view))
  const [firing, perhaps] = [those('yes'), those('maybe')] as const
  const others = [...those('no'), ...disabled.map((one) => disabledLines(one, view))]
  const silent = counts.no + disabled.length
  const untrusted = hooks
    .filter(({ fires }) => fires === 'yes')
    .flatMap(({ hook }) => hook.reasons)
    .find(({ code }) => code === 'untrusted')
  return [
    `${view.style.bold(event)}${name === undefined || name === '' ? '' : `  ${clipped(name, 60)}`}`,
    ...inputLines(explanation, view),
    ...(firing.length === 0 ? ['', 'no hook runs'] : []),
    ...block(firing, counts.yes === 1 ? '1 hook runs' : `${counts.yes} hooks run`),
    ...(firing.length > 1 ? ['', ...folded(`together: ${merging}`, 2)] : []),
    ...block(perhaps, `${counts.maybe} ${counts.maybe === 1 ? 'runs' : 'run'} in some sessions`),
    ...block(others, `${silent} on this event ${silent === 1 ? 'does' : 'do'} not`),
    ...(untrusted ? ['', ...folded(`note: hooks run ${reasonText(untrusted, view)}`, 2)] : []),
    ...unreadable.flatMap(({ file, why }) =>
      folded(`warning: hooks of ${shownPath(file, view)} are not known: ${shownText(why, view)}`, 2),
    ),
    ...notes.flatMap((note) => folded(shownText(noteLine(note), view), 2)),
  ]
}

const LONGEST_INPUT = 300

function inputLines({ payload }: Explanation, view: View): readonly string[] {
  const input = payload['tool_input'] as Readonly<Record<string, unknown>> | undefined
  const shown = input?.['command'] ?? input?.['file_path'] ?? input?.['pattern'] ?? input?.['url']
  return typeof shown === 'string' ? folded(`  ${clipped(shownText(shown, view), LONGEST_INPUT)}`, 4) : []
}

function block(hooks: readonly (readonly string[])[], title: string): readonly string[] {
  return hooks.length === 0 ? [] : ['', `${title}:`, ...hooks.flat()]
}

function hookLines(one: Explained, view: View): readonly string[] {
  const { hook, twin, matcher } = one
  const { style } = view
  return [
    ...folded(`  ${hookName(hook)}`, 2).map(style.bold),
    ...folded(`    in ${placeText(hook, view)}`, 6),
    ...folded(`    ${matcherText(hook.matcher, matcher)}`, 6),
    ...ruleLines(one),
    ...(twin
      ? folded(`    the same hook runs from ${shownPath(twin.source.file, view)} instead`, 6).map(
          style.yellow,
        )
      : []),
    ...toldReasons(hook.reasons).flatMap((reason) =>
      folded(`    ${reasonVerb(reason.code)} ${reasonText(reason, view)}`, 6).map(style.yellow),
    ),
  ]
}

function disabledLines(one: Explanation['disabled'][number], view: View): readonly string[] {
  return [
    `  ${view.style.bold(printable(one.hook))}`,
    ...folded(`    in ${one.scope}  ${shownPath(one.file, view)}`, 6),
    ...folded(`    ${matcherText(one.matcher, one.matcherWas)}`, 6),
    ...folded(
      `    does not run: disabled in hookpack.json; \`hooks enable ${printable(one.hook)}\` undoes it`,
      6,
    ).map(view.style.yellow),
  ]
}

/** What a hook is called: those of packs by their names, others by what they do. */
export function hookName({ putBy, type, what }: SeenHook): string {
  return putBy.by === 'pack' ? printable(putBy.hooks.join(' ')) : `${printable(type)}  ${clipped(what, 64)}`
}

function placeText({ source: { kind, name, file } }: SeenHook, view: View): string {
  return `${kind}${name === undefined ? '' : ` ${clipped(name, 60)}`}  ${shownPath(file, view)}`
}

const LONGEST_MATCHER = 200

function matcherText(matcher: string | undefined, { kind, met, name = '' }: Matched): string {
  const shown = clipped(matcher ?? '', LONGEST_MATCHER)
  const tested = clipped(name, LONGEST_MATCHER)
  switch (kind) {
    case 'all':
      return matcher ? `matcher \`${shown}\` is for all` : 'no matcher: for all'
    case 'ignored':
      return matcher ? `matcher \`${shown}\` is ignored on this event` : 'this event has no matchers'
    case 'names':
      return `matcher \`${shown}\` is a list of names, ${met ? 'and has' : 'without'} ${tested}`
    case 'expression':
      return `matcher \`${shown}\` is a regular expression, ${met ? 'and matches' : 'and does not match'} ${tested}`
    case 'broken':
      return `matcher \`${shown}\` is a regular expression that cannot be used: it never matches`
  }
}

function ruleLines({ hook, rule }: Explained): readonly string[] {
  if (!rule || rule.why === 'no-rule') return []
  const shown = clipped(hook.if ?? '', LONGEST_MATCHER)
  const compared = (rule.compared ?? []).map((text) => `\`${clipped(text, 60)}\``).join(', ')
  const text = {
    'any-call': `if \`${shown}\` is met by every call of the tool`,
    pattern: `if \`${shown}\` is met: compared with ${compared}`,
    'not-that': `if \`${shown}\` is not met: compared with ${compared || 'nothing'}`,
    'other-tool': `if \`${shown}\` is about another tool`,
    'tool-without-patterns': `if \`${shown}\` is never met: rules of this tool have no patterns`,
    unclear: `if \`${shown}\`: Claude Code cannot read the command to its end, and takes it as met`,
  }[rule.why]
  return folded(`    ${text}`, 6)
}
