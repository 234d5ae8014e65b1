import type { Listed, ListedScope } from '../ops/list.ts'
import { noteLine } from './notes.ts'
import { clipped, columns, printable, type Style } from './style.ts'

/** What is installed, scope by scope, then what else is in the same files. Within 80 columns where names allow. */
export function listLines({ scopes, notes }: Listed, style: Style): readonly string[] {
  const blocks = scopes
    .filter((scope) => scope.packs.length > 0 || scope.foreign.length > 0 || scope.problem)
    .map((scope) => scopeLines(scope, style))
  const nothing = blocks.length === 0 ? ['no hooks are installed; `hooks search` shows what there is'] : []
  return [
    ...nothing,
    ...blocks.flatMap((block, at) => (at === 0 ? block : ['', ...block])),
    ...notes.map(noteLine),
  ]
}

function scopeLines(scope: ListedScope, style: Style): readonly string[] {
  const packs = scope.packs.flatMap((pack) => [
    ...(pack.hooks.length === 0
      ? [[`  ${pack.name}`, pack.version, '', '', `brings ${printable(pack.brings.join(', '))}`]]
      : []),
    ...pack.hooks.map((hook, at) => [
      at === 0 ? `  ${pack.name}` : '',
      at === 0 ? pack.version : '',
      printable(hook.event),
      printable(hook.matcher ?? ''),
      hook.state === 'ok' ? '' : hook.state === 'gone' ? 'not in the settings' : 'edited by hand',
    ]),
  ])
  const foreign = scope.foreign.map((hook) => [
    `  ${printable(hook.event)}`,
    printable(hook.matcher ?? ''),
    printable(hook.type),
    clipped(hook.runs, 40),
  ])
  return [
    `${style.bold(scope.scope)}  ${style.dim(printable(scope.settings))}`,
    ...(scope.problem === undefined ? [] : [style.yellow(`  warning: ${printable(scope.problem)}`)]),
    ...columns(packs),
    ...(foreign.length === 0
      ? []
      : ['  not installed by hooks:', ...columns(foreign).map((line) => `  ${line}`)]),
  ]
}
