import type { Imported } from '../ops/import.ts'
import { clipped, columns, printable, type Style, wrapped } from './style.ts'

const HOW = {
  script: 'its script, copied',
  line: 'its command line, as a script',
  rule: 'its rule, as a module',
  'as it is': 'as it is',
} as const

/** What became of every hook of the file, and what to do next. */
export function importLines(imported: Imported, style: Style): readonly string[] {
  const { file, name, folder, shape, turned, left, notes, written, taken, findings } = imported
  const at = printable(folder)
  return [
    `${style.bold(name)}  ${style.dim(`from ${printable(file)}`)}`,
    ...turnedLines(turned, name),
    ...left.flatMap(({ found, why }) =>
      told(`  ${printable(found.place)} stays where it is: ${clipped(why, 200)}`, style),
    ),
    ...(shape === 'other agent' ? told(`note: ${PAYLOADS}`, style) : []),
    ...notes.flatMap((note) => told(`note: ${clipped(note, 200)}`, style)),
    ...findingLines(findings, at),
    ...endOf({ at, written, taken, turned, left }),
  ]
}

const PAYLOADS = 'these hooks are of another agent: Claude Code gives them its own payload and tool names'

const WIDTH = 80

/** A table where it fits; else two lines for each hook. */
function turnedLines(turned: Imported['turned'], name: string): readonly string[] {
  const rows = turned.map(({ found, hook, how }) => [
    `  ${printable(found.place)}`,
    `${name}/${hook.id}`,
    HOW[how],
  ])
  const table = columns(rows)
  if (table.every((line) => line.length <= WIDTH)) return table
  return rows.flatMap(([place = '', id, how]) => [place, `    ${id}: ${how}`])
}

function told(text: string, style: Style): readonly string[] {
  const indent = text.length - text.trimStart().length
  return wrapped(text.trim(), WIDTH - indent, 10).map((line) => style.yellow(' '.repeat(indent) + line))
}

/** Errors in full; what is only worth a look is for `hooks validate`. */
function findingLines(findings: Imported['findings'], at: string): readonly string[] {
  const errors = findings.filter(({ level }) => level === 'error')
  const others = findings.length - errors.length
  return [
    ...errors.map(({ file, message }) => `error: ${printable(file)}: ${clipped(message, 200)}`),
    ...(others === 0
      ? []
      : [`note: ${others} ${others === 1 ? 'warning' : 'warnings'}; \`hooks validate ${at}\` has them`]),
  ]
}

type End = Pick<Imported, 'written' | 'turned' | 'left'> & {
  readonly at: string
  readonly taken: Imported['taken'] | undefined
}

function endOf({ at, written, taken, turned, left }: End): readonly string[] {
  if (turned.length === 0)
    return [
      left.length === 0
        ? 'every hook in it is of an installed pack already; nothing was written'
        : 'none of its hooks can be in a pack; nothing was written',
    ]
  if (!written) return [`would write ${at}; nothing was written`]
  if (!taken) return [`wrote ${at}; nothing else was changed`, `look at the pack, then: hooks add ${at}`]
  return [
    `wrote ${at}, and its hooks run in the place of ${turned.length === 1 ? 'the one entry' : `${turned.length} entries`}`,
    '`hooks remove` of the pack puts them back',
  ]
}

/** The same for programs. */
export function importJson({ turned, left, taken, ...rest }: Imported): Readonly<Record<string, unknown>> {
  return {
    ...rest,
    hooks: turned.map(({ found, hook, how, script }) => ({
      place: found.place,
      event: found.event,
      id: hook.id,
      how,
      ...(script ? { script: script.path } : {}),
    })),
    left: left.map(({ found, why }) => ({ place: found.place, event: found.event, why })),
    taken: taken?.applied === true,
  }
}
