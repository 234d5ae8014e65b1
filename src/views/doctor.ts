import type { Finding } from '../core/doctor/diagnose.ts'
import type { Plan } from '../core/plan.ts'
import type { Diagnosed } from '../ops/doctor.ts'
import { noteLine } from './notes.ts'
import { printable, type Style } from './style.ts'
import { folded, shownPath, shownText, type View } from './view.ts'

/** All findings, file by file, as compilers tell them, and what it comes to. */
export function doctorLines(diagnosed: Diagnosed, view: View): readonly string[] {
  const { findings, files, hooks, clientVersion, disabled, notes } = diagnosed
  const client = clientVersion === undefined ? '' : `; Claude Code ${printable(clientVersion)}`
  const looked = `${hookCount(hooks)} in ${counted(files, 'file')}${client}`
  return [
    ...findings.flatMap((one) => findingLines(one, view)),
    ...disabledLines(disabled, view),
    ...notes.flatMap((note) => folded(shownText(noteLine(note), view), 2)),
    ...verdict(findings, looked, view.style),
  ]
}

/** What somebody has switched off is no fault, and is still a hook that does not run. */
function disabledLines(disabled: Diagnosed['disabled'], view: View): readonly string[] {
  const files = [...new Set(disabled.map(({ file }) => file))]
  return files.flatMap((file) => {
    const names = disabled.filter((one) => one.file === file).map(({ hook }) => hook)
    const are = names.length === 1 ? 'is' : 'are'
    const text = `note: ${names.join(', ')} ${are} disabled in ${shownPath(file, view)}; \`hooks enable\` undoes it`
    return folded(printable(text), 2)
  })
}

function verdict(findings: readonly Finding[], looked: string, style: Style): readonly string[] {
  if (findings.length === 0) return [style.green(`nothing found: ${looked}`)]
  const of = (level: Finding['level']): number => findings.filter((one) => one.level === level).length
  const fixable = findings.filter(({ fix }) => fix).length
  return [
    `${counted(of('error'), 'error')}, ${counted(of('warning'), 'warning')}: ${looked}`,
    ...(fixable === 0 ? [] : [`\`hooks doctor --fix\` can mend ${fixable} of them`]),
  ]
}

function findingLines(finding: Finding, view: View): readonly string[] {
  const { file, line, column, level, rule, says, why, how, fix } = finding
  const { style } = view
  const place = `${shownPath(file, view)}:${line}:${column}`
  const [first = '', ...rest] = folded(`${place}  ${level}  ${rule}  ${shownText(says, view)}`, 4)
  const coloured = level === 'error' ? style.red : style.yellow
  const head = first.startsWith(`${place}  ${level}  `)
    ? `${style.bold(place)}  ${coloured(level)}  ${first.slice(place.length + level.length + 4)}`
    : first
  return [
    head,
    ...rest,
    ...folded(`  why: ${shownText(why, view)}`, 7).map(style.dim),
    ...folded(`  do:  ${shownText(how, view)}${fix ? ' (or --fix)' : ''}`, 7),
    '',
  ]
}

/** After `--fix`: that it is not for what is left. */
export function leftLines({ findings }: Diagnosed): readonly string[] {
  return findings.length === 0 || findings.some(({ fix }) => fix)
    ? []
    : ['`--fix` leaves these alone: each needs a choice of yours']
}

/** What `--fix` has done in a scope, and how to take it back. */
export function mendedLines({ scope, writes, notes }: Plan, view: View): readonly string[] {
  const undo = `\`hooks rollback --scope ${scope.name}\` takes it back`
  const settings = writes.length === 0 ? [] : [`mended ${shownPath(scope.settingsFile, view)}; ${undo}`]
  const scripts = notes.flatMap((note) =>
    note.code === 'makes-executable'
      ? [`made ${shownPath(note.file, view)} executable; \`chmod -x\` takes it back`]
      : [],
  )
  return [...settings, ...scripts].flatMap((line) => folded(line, 2))
}

/** `65 hooks of packs and 2 others`; where no pack has any, `2 hooks`. */
export function hookCount({ ofPacks, others }: Diagnosed['hooks']): string {
  if (ofPacks === 0) return counted(others, 'hook')
  const more = others === 0 ? '' : ` and ${others} ${others === 1 ? 'other' : 'others'}`
  return `${counted(ofPacks, 'hook')} of packs${more}`
}

function counted(count: number, word: string): string {
  return `${count === 0 ? 'no' : count} ${word}${count === 1 ? '' : 's'}`
}

/** The findings for `--json`. */
export function doctorJson({ findings, files, hooks, clientVersion, disabled, notes }: Diagnosed): object {
  const of = (level: Finding['level']): number => findings.filter((one) => one.level === level).length
  return {
    ok: of('error') === 0,
    errors: of('error'),
    warnings: of('warning'),
    files,
    hooks: hooks.ofPacks + hooks.others,
    clientVersion: clientVersion ?? null,
    disabled,
    notes,
    findings: findings.map(({ fix, ...one }) => ({ ...one, fixable: fix !== undefined })),
  }
}
