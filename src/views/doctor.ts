import path from 'node:path'
import type { Finding } from '../core/doctor/diagnose.ts'
import type { Diagnosed } from '../ops/doctor.ts'
import { printable, type Style } from './style.ts'

/** How findings are shown: the folders that paths are shortened by, and the style. */
export interface DoctorView {
  readonly style: Style
  readonly cwd: string
  readonly home: string | undefined
}

/** All findings, file by file, as compilers tell them, and what it comes to. */
export function doctorLines(diagnosed: Diagnosed, view: DoctorView): readonly string[] {
  const { findings, files, hooks, clientVersion } = diagnosed
  const client = clientVersion === undefined ? '' : `; Claude Code ${printable(clientVersion)}`
  const looked = `${counted(hooks, 'hook')} in ${counted(files, 'file')}${client}`
  return [...findings.flatMap((one) => findingLines(one, view)), ...verdict(findings, looked, view.style)]
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

const WIDTH = 80

function findingLines(finding: Finding, view: DoctorView): readonly string[] {
  const { file, line, column, level, rule, says, why, how, fix } = finding
  const { style } = view
  const place = `${shortened(file, view)}:${line}:${column}`
  const [first = '', ...rest] = wrap(`${place}  ${level}  ${rule}  ${printable(says)}`, 4)
  const coloured = level === 'error' ? style.red : style.yellow
  const head = first.startsWith(`${place}  ${level}  `)
    ? `${style.bold(place)}  ${coloured(level)}  ${first.slice(place.length + level.length + 4)}`
    : first
  return [
    head,
    ...rest,
    ...wrap(`  why: ${printable(why)}`, 7).map(style.dim),
    ...wrap(`  do:  ${printable(how)}${fix ? ' (or --fix)' : ''}`, 7),
    '',
  ]
}

/** A text over lines of at most the width; a word that is longer has a line of its own. */
function wrap(text: string, indent: number): readonly string[] {
  const lines: string[] = []
  const lead = /^ */.exec(text)?.[0] ?? ''
  let current = ''
  for (const word of text.trimStart().split(/(?<=\S)(?=\s)/)) {
    if (current !== '' && current.length + word.length > WIDTH) {
      lines.push(current)
      current = ' '.repeat(indent) + word.trimStart()
    } else current = current === '' ? lead + word : current + word
  }
  return [...lines, current]
}

function shortened(file: string, { cwd, home }: DoctorView): string {
  const inside = path.relative(cwd, file)
  if (inside !== '' && !inside.startsWith('..') && !path.isAbsolute(inside)) return printable(inside)
  if (home !== undefined && home !== '' && file.startsWith(home + path.sep))
    return printable(`~${file.slice(home.length)}`)
  return printable(file)
}

function counted(count: number, word: string): string {
  return `${count === 0 ? 'no' : count} ${word}${count === 1 ? '' : 's'}`
}

/** The findings for `--json`. */
export function doctorJson({ findings, files, hooks, clientVersion }: Diagnosed): object {
  const of = (level: Finding['level']): number => findings.filter((one) => one.level === level).length
  return {
    ok: of('error') === 0,
    errors: of('error'),
    warnings: of('warning'),
    files,
    hooks,
    clientVersion: clientVersion ?? null,
    findings: findings.map(({ fix, ...one }) => ({ ...one, fixable: fix !== undefined })),
  }
}
