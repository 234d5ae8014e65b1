import type { PutBy } from '../core/seen/seen-hook.ts'
import type { Listed, ListedHook } from '../ops/list.ts'
import { footnotes, nothingText } from './list.ts'
import { noteLine } from './notes.ts'
import { reasonText, reasonVerb, toldReasons } from './reasons.ts'
import { clipped, columns, printable } from './style.ts'
import { folded, shownPath, shownText, type View, WIDTH } from './view.ts'

/** All hooks as a table, one line each; what keeps them from running is below, once for all that it is true of. */
export function listTable(listed: Listed, view: View): readonly string[] {
  const { scopes, hooks, unreadable, notes } = listed
  const marks = newMarks()
  const rows = [...hooks.map((hook) => rowOf(hook, marks, view)), ...disabledRows(scopes, marks)]
  const [head = '', ...lines] = fitted([
    ['PLACE', 'EVENT', 'MATCHER', 'TYPE', 'LIMIT', 'RUNS', 'HOOK'],
    ...rows,
  ])
  return [
    ...(rows.length === 0 ? [nothingText(listed)] : [view.style.bold(head), ...lines]),
    ...marks.all().flatMap((text, at) => folded(`[${at + 1}] ${text}`, 4)),
    ...footnotes(hooks, view),
    ...unreadable.flatMap(({ file, why }) =>
      folded(`warning: hooks of ${shownPath(file, view)} are not listed: ${shownText(why, view)}`, 2),
    ),
    ...notes.flatMap((note) => folded(shownText(noteLine(note), view), 2)),
  ]
}

interface Marks {
  readonly of: (text: string) => string
  readonly all: () => readonly string[]
}

/** Numbers for texts; the same text has the same number. */
function newMarks(): Marks {
  const texts = new Map<string, number>()
  return {
    of: (text) => {
      if (!texts.has(text)) texts.set(text, texts.size + 1)
      return `[${texts.get(text)}]`
    },
    all: () => [...texts.keys()],
  }
}

function rowOf(hook: ListedHook, marks: Marks, view: View): readonly string[] {
  return [
    hook.place,
    clipped(hook.event, 20),
    printable(hook.matcher ?? ''),
    clipped(hook.type, 8),
    `${hook.timeout} s`,
    runsText(hook, marks, view),
    `${hook.async ? 'async ' : ''}${printable(nameOf(hook.putBy) ?? hook.what)}`,
  ]
}

/** They have no entry anywhere. */
function disabledRows(scopes: Listed['scopes'], marks: Marks): readonly (readonly string[])[] {
  return scopes.flatMap(({ scope, packs }) =>
    packs.flatMap(({ name, hooks }) =>
      hooks
        .filter(({ state }) => state === 'disabled')
        .map(({ id, event, matcher = '' }) => [
          scope,
          clipped(event, 20),
          printable(matcher),
          '',
          '',
          `no ${marks.of('does not run: disabled in hookpack.json')}`,
          `${name}/${id}`,
        ]),
    ),
  )
}

const RUNS = { yes: 'yes', sometimes: 'maybe', no: 'no' } as const

function runsText({ runs, reasons }: ListedHook, marks: Marks, view: View): string {
  const told = toldReasons(reasons)
  if (told.length === 0) return runs === 'sometimes' ? '-p only' : RUNS[runs]
  const text = told.map((reason) => `${reasonVerb(reason.code)} ${reasonText(reason, view)}`).join('; ')
  return `${RUNS[runs]} ${marks.of(text)}`
}

function nameOf(putBy: PutBy): string | undefined {
  return putBy.by === 'pack' ? putBy.hooks.join(' ') : undefined
}

const MATCHER = 2
const HOOK = 6
const SHORTEST = { matcher: 8, hook: 12 } as const

/** Matchers give way first, then what the hooks are: both are whole in the tree and in the JSON. */
function fitted(rows: readonly (readonly string[])[]): readonly string[] {
  const wide = (column: number): number =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0)
  const over = rows[0]?.reduce((sum, _, column) => sum + wide(column) + 2, -2 - WIDTH) ?? 0
  const matcher = Math.max(Math.min(wide(MATCHER), SHORTEST.matcher), wide(MATCHER) - Math.max(0, over))
  const left = over - (wide(MATCHER) - matcher)
  const hook = Math.max(SHORTEST.hook, wide(HOOK) - Math.max(0, left))
  return columns(
    rows.map((row) =>
      row.map((cell, at) =>
        at === MATCHER ? clipped(cell, matcher) : at === HOOK ? clipped(cell, hook) : cell,
      ),
    ),
  )
}
