import type { Listed, ListedHook, ListedScope } from '../ops/list.ts'
import { noteLine } from './notes.ts'
import { reasonText, reasonVerb } from './reasons.ts'
import { clipped, columns, printable, type Style } from './style.ts'

/** All hooks as a tree: the file, who put them there, the hooks, and what keeps them from running. */
export function listLines(listed: Listed, style: Style): readonly string[] {
  const { scopes, hooks, notes } = listed
  const shown = scopes.map(({ settings }) => settings)
  const files = [...new Set(hooks.map(({ file }) => file))].filter((file) => !shown.includes(file))
  const blocks = [
    ...scopes
      .filter((scope) => scope.packs.length > 0 || scope.foreign.length > 0 || scope.problem)
      .map((scope) => scopeLines(scope, listed, style)),
    ...files.map((file) =>
      fileLines(
        hooks.filter((hook) => hook.file === file),
        style,
      ),
    ),
    ...brokenBlocks(listed, shown, style),
  ]
  const nothing = blocks.length === 0 ? ['no hooks are installed; `hooks search` shows what there is'] : []
  return [
    ...nothing,
    ...blocks.flatMap((block, at) => (at === 0 ? block : ['', ...block])),
    ...footnotes(hooks),
    ...notes.map(noteLine),
  ]
}

const STATES = {
  ok: '',
  gone: 'not in the settings',
  edited: 'edited by hand',
  disabled: 'does not run: disabled in hookpack.json',
} as const

function scopeLines(scope: ListedScope, { hooks }: Listed, style: Style): readonly string[] {
  const here = hooks.filter(({ file, place }) => file === scope.settings && place === scope.scope)
  const rows = scope.packs.flatMap((pack) => [
    ...(pack.hooks.length === 0
      ? [{ row: [`  ${pack.name}`, pack.version, '', '', `brings ${printable(pack.brings.join(', '))}`] }]
      : []),
    ...pack.hooks.map((hook, at) => ({
      row: [
        at === 0 ? `  ${pack.name}` : '',
        at === 0 ? pack.version : '',
        printable(hook.event),
        printable(hook.matcher ?? ''),
        STATES[hook.state],
      ],
      hook: here.find(({ putBy }) => putBy.by === 'pack' && putBy.hooks.includes(`${pack.name}/${hook.id}`)),
    })),
  ])
  const foreign = here.filter(({ putBy }) => putBy.by !== 'pack')
  return [
    `${style.bold(scope.scope)}  ${style.dim(printable(scope.settings))}`,
    ...(scope.problem === undefined ? [] : [style.yellow(`  warning: ${printable(scope.problem)}`)]),
    ...withReasons(rows, '    ', style),
    ...(foreign.length === 0 ? [] : ['  not installed by hooks:', ...hookLines(foreign, '    ', style)]),
  ]
}

/** A file that is in no scope of ours: managed settings, a plugin, a skill, settings of another folder. */
function fileLines(hooks: readonly ListedHook[], style: Style): readonly string[] {
  const [{ place, name, file } = { place: '', name: undefined, file: '' }] = hooks
  const title = name === undefined ? place : `${place} ${printable(name)}`
  return [`${style.bold(title)}  ${style.dim(printable(file))}`, ...hookLines(hooks, '  ', style)]
}

function hookLines(hooks: readonly ListedHook[], indent: string, style: Style): readonly string[] {
  const rows = hooks.map((hook) => ({
    row: [
      `${indent}${printable(hook.event)}`,
      clipped(hook.matcher ?? '', 30),
      printable(hook.type),
      clipped(hook.what, 40),
      [
        hook.putBy.by === 'hookpack' ? 'left over from hookpack' : '',
        hook.async ? 'async' : '',
        hook.once ? 'once' : '',
        hook.timeoutIsSet ? `at most ${hook.timeout} s` : '',
      ]
        .filter(Boolean)
        .join(', '),
    ],
    hook,
  }))
  return withReasons(rows, `${indent}  `, style)
}

interface Row {
  readonly row: readonly string[]
  readonly hook?: ListedHook | undefined
}

/** The rows in columns, each with a line for what keeps its hook from running. */
function withReasons(rows: readonly Row[], indent: string, style: Style): readonly string[] {
  const lines = columns(rows.map(({ row }) => row))
  return rows.flatMap(({ hook }, at) => [lines[at] ?? '', ...reasonLines(hook, indent, style)])
}

function reasonLines(hook: ListedHook | undefined, indent: string, style: Style): readonly string[] {
  return (hook?.reasons ?? [])
    .filter(({ code }) => code !== 'untrusted')
    .map((reason) => style.yellow(`${indent}${reasonVerb(reason.code)} ${reasonText(reason)}`))
}

function brokenBlocks(
  { unreadable }: Listed,
  shown: readonly string[],
  style: Style,
): readonly (readonly string[])[] {
  return unreadable
    .filter(({ file }) => !shown.includes(file))
    .map(({ place, file, why }) => [
      `${style.bold(place)}  ${style.dim(printable(file))}`,
      style.yellow(`  warning: it cannot be read, so Claude Code has none of its hooks: ${printable(why)}`),
    ])
}

/** What is true of all hooks alike. */
function footnotes(hooks: readonly ListedHook[]): readonly string[] {
  const untrusted = hooks.flatMap(({ reasons }) => reasons).find(({ code }) => code === 'untrusted')
  return untrusted?.file === undefined
    ? []
    : [
        `note: you have not trusted ${printable(untrusted.file)} in Claude Code: hooks run with \`claude -p\``,
        '  only, and in sessions with a terminal after you have answered its question',
      ]
}
