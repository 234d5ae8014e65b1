import type { PutBy } from '../core/seen/seen-hook.ts'
import type { Listed, ListedHook } from '../ops/list.ts'
import { noteLine } from './notes.ts'
import { clipped, columns, printable, type Style } from './style.ts'

/** All hooks as a table, one line each. */
export function listTable({ scopes, hooks, unreadable, notes }: Listed, style: Style): readonly string[] {
  const [head = '', ...rows] = columns([
    ['PLACE', 'EVENT', 'MATCHER', 'TYPE', 'LIMIT', 'RUNS', 'HOOK'],
    ...hooks.map((hook) => [
      hook.place,
      printable(hook.event),
      clipped(hook.matcher ?? '', 12),
      hook.async ? `${printable(hook.type)}, async` : printable(hook.type),
      `${hook.timeout} s`,
      runsText(hook),
      clipped(nameOf(hook.putBy) ?? hook.what, 40),
    ]),
    ...disabledRows(scopes),
  ])
  return [
    ...(rows.length === 0 ? ['no hooks'] : [style.bold(head), ...rows.map((row) => row.slice(0, WIDTH))]),
    ...unreadable.map(({ file, why }) => `warning: ${printable(file)} cannot be read: ${printable(why)}`),
    ...notes.map(noteLine),
  ]
}

/** Longer rows break in a terminal of 80 columns; a tree has it all. */
const WIDTH = 120

/** They have no entry anywhere. */
function disabledRows(scopes: Listed['scopes']): readonly (readonly string[])[] {
  return scopes.flatMap(({ scope, packs }) =>
    packs.flatMap(({ name, hooks }) =>
      hooks
        .filter(({ state }) => state === 'disabled')
        .map(({ id, event, matcher = '' }) => [
          scope,
          printable(event),
          clipped(matcher, 12),
          '',
          '',
          'no: disabled',
          `${name}/${id}`,
        ]),
    ),
  )
}

function runsText({ runs, reasons }: ListedHook): string {
  const codes = [...new Set(reasons.map(({ code }) => code))]
  return codes.length === 0 ? runs : `${runs}: ${codes.join(', ')}`
}

function nameOf(putBy: PutBy): string | undefined {
  return putBy.by === 'pack' ? putBy.hooks.join(' ') : undefined
}
