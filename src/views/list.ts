import type { Reason } from '../core/seen/seen-hook.ts'
import type { Listed, ListedHook, ListedScope } from '../ops/list.ts'
import { extras, packRows, type Row } from './list-packs.ts'
import { noteLine } from './notes.ts'
import { reasonText, reasonVerb, toldReasons } from './reasons.ts'
import { clipped, columns, printable } from './style.ts'
import { folded, shownPath, shownText, titleLines, type View, WIDTH } from './view.ts'

/** All hooks as a tree: the file, who put them there, the hooks, and what keeps them from running. */
export function listLines(listed: Listed, view: View): readonly string[] {
  const { scopes, hooks, notes } = listed
  const shown = scopes.map(({ settings }) => settings)
  const files = [...new Set(hooks.map(({ file }) => file))].filter((file) => !shown.includes(file))
  const blocks = [
    ...scopes
      .filter((scope) => scope.packs.length > 0 || scope.foreign.length > 0 || scope.problem)
      .map((scope) => scopeLines(scope, listed, view)),
    ...files.map((file) =>
      fileLines(
        hooks.filter((hook) => hook.file === file),
        view,
      ),
    ),
    ...brokenBlocks(listed, shown, view),
  ]
  return [
    ...(blocks.length === 0 ? [nothingText(listed)] : []),
    ...blocks.flatMap((block, at) => (at === 0 ? block : ['', ...block])),
    ...footnotes(hooks, view),
    ...notes.flatMap((note) => folded(shownText(noteLine(note), view), 2)),
  ]
}

/** Said instead of a list. */
export function nothingText({ chosen }: Listed): string {
  return chosen
    ? 'no such hook; `hooks list` shows all there are'
    : 'no hooks are installed; `hooks search` shows what there is'
}

function scopeLines(scope: ListedScope, { hooks }: Listed, view: View): readonly string[] {
  const here = hooks.filter(({ file, place }) => file === scope.settings && place === scope.scope)
  const rows = packRows(scope.packs, here)
  const foreign = here.filter(({ putBy }) => putBy.by !== 'pack')
  const { style } = view
  const shared = sharedReasons(here)
  const untold = shared.filter(({ file }) => scope.problem === undefined || file !== scope.settings)
  return [
    ...titleLines(scope.scope, shownPath(scope.settings, view), style),
    ...(scope.problem === undefined
      ? []
      : folded(`  warning: ${shownText(scope.problem, view)}`, 4).map(style.yellow)),
    ...sharedLines(untold, view),
    ...withReasons(rows, { indent: '    ', shared }, view),
    ...(foreign.length === 0
      ? []
      : ['  not installed by hooks:', ...hookLines(foreign, { indent: '    ', shared }, view)]),
  ]
}

/** A file that is in no scope of ours: managed settings, a plugin, a skill, settings of another folder. */
function fileLines(hooks: readonly ListedHook[], view: View): readonly string[] {
  const [{ place, name, file } = { place: '', name: undefined, file: '' }] = hooks
  const title = name === undefined ? place : `${place} ${clipped(name, 60)}`
  const shared = sharedReasons(hooks)
  return [
    ...titleLines(title, shownPath(file, view), view.style),
    ...sharedLines(shared, view),
    ...hookLines(hooks, { indent: '  ', shared }, view),
  ]
}

/** What keeps each of several hooks from running, and is told once. */
function sharedReasons([first, ...others]: readonly ListedHook[]): readonly Reason[] {
  if (first === undefined || others.length === 0) return []
  const texts = others.map(({ reasons }) => new Set(toldReasons(reasons).map((one) => JSON.stringify(one))))
  return toldReasons(first.reasons).filter((one) => texts.every((has) => has.has(JSON.stringify(one))))
}

function sharedLines(shared: readonly Reason[], view: View): readonly string[] {
  return shared.flatMap((reason) => {
    const verb = reasonVerb(reason.code) === 'runs' ? 'these run' : 'none of these runs:'
    return folded(`  ${verb} ${reasonText(reason, view)}`, 4).map(view.style.yellow)
  })
}

interface Block {
  readonly indent: string
  /** What has been told of all of them. */
  readonly shared: readonly Reason[]
}

function hookLines(hooks: readonly ListedHook[], { indent, shared }: Block, view: View): readonly string[] {
  const rows = hooks.map((hook) => ({
    row: [
      `${indent}${clipped(hook.event, LONGEST_EVENT)}`,
      clipped(hook.matcher ?? '', 20),
      clipped(hook.type, 10),
      printable(hook.what),
      [hook.putBy.by === 'hookpack' ? 'left over from hookpack' : '', ...extras(hook)]
        .filter(Boolean)
        .join(', '),
    ],
    hook,
  }))
  return withReasons(rows, { indent: `${indent}  `, shared }, view)
}

/** The longest name of an event that there is has nineteen letters. */
const LONGEST_EVENT = 20

/** The column that gives way where a row is too long: a matcher, what a hook runs. */
const GIVES_WAY = 3
const SHORTEST = 12

/** The rows in columns, each with a line for what keeps its hook from running. */
function withReasons(rows: readonly Row[], { indent, shared }: Block, view: View): readonly string[] {
  const texts = rows.map(({ row }) => row)
  const long = columns(texts).reduce((most, line) => Math.max(most, line.length), 0)
  const wide = texts.reduce((most, row) => Math.max(most, row[GIVES_WAY]?.length ?? 0), 0)
  const width = Math.max(SHORTEST, wide - Math.max(0, long - WIDTH))
  const lines = columns(
    texts.map((row) => row.map((cell, at) => (at === GIVES_WAY ? clipped(cell, width) : cell))),
  ).map((line, at) => filledUp(line, texts[at] ?? [], width))
  const told = new Set(shared.map((one) => JSON.stringify(one)))
  const own = (hook: ListedHook | undefined): readonly Reason[] =>
    toldReasons(hook?.reasons ?? []).filter((one) => !told.has(JSON.stringify(one)))
  return rows.flatMap(({ hook, more, below }, at) => [
    ...inColumns(lines[at] ?? '', texts[at]?.at(-1) ?? '', indent.length + 2),
    ...(below === undefined ? [] : folded(`${indent}${below}`, indent.length + 2)),
    ...(more === undefined ? [] : [view.style.yellow(`${indent}${more}`)]),
    ...reasonLines(own(hook), indent, view),
  ])
}

/** A row that is too long: what its last column says stays in it, part by part, if there is room for that. */
function inColumns(line: string, last: string, indent: number): readonly string[] {
  const start = line.length - last.length
  const parts = last.split(/(?<=,) /)
  const fits = parts.every((part) => part.length <= WIDTH - start)
  if (line.length <= WIDTH || parts.length === 1 || !line.endsWith(last) || !fits) return folded(line, indent)
  const [first = '', ...below] = joined(parts, WIDTH - start)
  return [line.slice(0, start) + first, ...below.map((part) => ' '.repeat(start) + part)]
}

/** As many parts in a line as fit. */
function joined(parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  for (const part of parts) {
    const longer = `${lines.at(-1)} ${part}`
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines
}

/** Where nothing stands behind what was cut off, it has the rest of the line. */
function filledUp(line: string, row: readonly string[], width: number): string {
  const whole = row[GIVES_WAY] ?? ''
  if (whole.length <= width || row.at(-1) !== '') return line
  const before = line.slice(0, line.length - width)
  return before + clipped(whole, WIDTH - before.length)
}

function reasonLines(reasons: readonly Reason[], indent: string, view: View): readonly string[] {
  return reasons.flatMap((reason) =>
    folded(`${indent}${reasonVerb(reason.code)} ${reasonText(reason, view)}`, indent.length + 2).map(
      view.style.yellow,
    ),
  )
}

function brokenBlocks(
  { unreadable }: Listed,
  shown: readonly string[],
  view: View,
): readonly (readonly string[])[] {
  return unreadable
    .filter(({ file }) => !shown.includes(file))
    .map(({ place, file, why }) => [
      ...titleLines(place, shownPath(file, view), view.style),
      ...folded(`  warning: its hooks are not listed: ${shownText(why, view)}`, 4).map(view.style.yellow),
    ])
}

/** What is true of all hooks alike. */
export function footnotes(hooks: readonly ListedHook[], view: View): readonly string[] {
  const untrusted = hooks.flatMap(({ reasons }) => reasons).find(({ code }) => code === 'untrusted')
  return untrusted?.file === undefined
    ? []
    : folded(
        `note: you have not trusted ${untrusted.file === view.cwd ? 'this folder' : shownPath(untrusted.file, view)} in Claude Code: hooks run with \`claude -p\` only, and in sessions with a terminal after you have answered its question`,
        2,
      )
}
