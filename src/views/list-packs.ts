import type { ListedHook, ListedPack } from '../ops/list.ts'
import { clipped, printable } from './style.ts'

/** One line of a tree, with what else there is to say below it. */
export interface Row {
  readonly row: readonly string[]
  readonly hook?: ListedHook | undefined
  /** What else there is to say of it. */
  readonly more?: string
  /** What the line stands for, where that is more than it can have. */
  readonly below?: string
}

const STATES = {
  ok: '',
  gone: 'not in the settings',
  edited: 'edited by hand',
  disabled: '',
} as const

/** More events than that, which differ by nothing else, share a line. */
const MOST_EVENTS = 3

/** The rows of installed packs; `here` are the hooks of the same file. */
export function packRows(packs: readonly ListedPack[], here: readonly ListedHook[]): readonly Row[] {
  return packs.flatMap((pack) => {
    const title = [`  ${pack.name}`, pack.version]
    if (pack.hooks.length === 0) return [{ row: title, below: `brings ${printable(pack.brings.join(', '))}` }]
    return grouped(pack.hooks.map((hook) => hookRow(pack.name, hook, here))).map((one, at) => ({
      ...one,
      row: [...(at === 0 ? title : ['', '']), ...one.row],
    }))
  })
}

function hookRow(pack: string, hook: ListedPack['hooks'][number], here: readonly ListedHook[]): Row {
  const key = `${pack}/${hook.id}`
  const entry = here.find(({ putBy }) => putBy.by === 'pack' && putBy.hooks.includes(key))
  // Hooks that share an entry have a limit each, and the entry the sum of them.
  const shown = entry && (hook.state === 'edited' ? entry : { ...entry, timeout: hook.timeout })
  const said = [STATES[hook.state], ...(shown ? extras(shown) : [])].filter(Boolean).join(', ')
  return {
    row: [printable(hook.event), printable(hook.matcher ?? ''), said],
    hook: entry,
    ...(hook.state === 'disabled' ? { more: 'does not run: disabled in hookpack.json' } : {}),
  }
}

/** Rows that differ by their event only, in one where they are many. */
function grouped(rows: readonly Row[]): readonly Row[] {
  const alike = new Map<string, Row[]>()
  for (const row of rows) {
    const key = JSON.stringify([row.row.slice(1), row.more, row.hook?.reasons])
    alike.set(key, [...(alike.get(key) ?? []), row])
  }
  return [...alike.values()].flatMap((same) => {
    const [first] = same
    if (!first || same.length <= MOST_EVENTS) return same
    const events = same.map(({ row }) => row[0]).join(', ')
    return [{ ...first, row: [`${same.length} events`, ...first.row.slice(1)], below: events }]
  })
}

/** Mode, limit and condition, as far as there is something to say. */
export function extras({ async, once, timeout, timeoutIsSet, if: rule }: ListedHook): readonly string[] {
  return [
    async ? 'async' : '',
    once ? 'once' : '',
    timeoutIsSet ? `at most ${timeout} s` : '',
    rule === undefined || rule === '' ? '' : `if ${clipped(rule, 24)}`,
  ]
}
