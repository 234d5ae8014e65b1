import { programName } from '../../../../src/runtime/src/kit/bash/program-name.ts'
import { SHELL_NAMES } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import type { CodeCall } from '../code/calls.ts'
import { elements } from '../code/functions.ts'
import type { Token } from '../code/tokens.ts'
import type { Call } from '../shell/call.ts'
import { runSource } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { HOLE } from '../shell/text.ts'
import { lookup } from '../shell/variables.ts'

const STARTS =
  /^(?:system|popen|Popen|execSync|spawnSync|execFileSync|execFile|shell_exec|passthru|check_output|check_call|getoutput|proc_open|pcntl_exec|qx|os_system)$/
const MAY_START = /^(?:exec|spawn|run|call|eval|execute|spawn_link)$/

/** Whether a program starts something that its own text does not show: from a variable, or by a reference. */
export function runsUnknown(list: readonly Token[], found: readonly CodeCall[], ticks: boolean): boolean {
  const modules = ticks || list.some(({ text }) => /child_process|subprocess|shelljs|^os$/.test(text))
  const starts = (name: string) => STARTS.test(name) || (modules && MAY_START.test(name))
  const open = found.some((entry) => starts(entry.name) && isOpen(entry))
  return (
    open ||
    list.some(({ text, kind }, at) => {
      if (!starts(text)) return false
      if (kind === 'string') return /^[=(]$/.test(list[at - 1]?.text ?? '') && list[at + 1]?.text !== ')'
      const next = list[at + 1]?.text ?? ''
      if (kind !== 'name') return false
      return (ticks && next === '{') || (/^[,)]$/.test(next) && openedBy(list, at) === '(')
    })
  )
}

// Whether nobody can say which program a call starts; what it gets as arguments matters only for shells.
function isOpen({ args }: CodeCall): boolean {
  const words = args.flatMap(elements)
  const [first = HOLE] = words
  return (
    first.startsWith(HOLE) ||
    (SHELL_NAMES.has(programName(first)) && words.some((word) => word.includes(HOLE)))
  )
}

const MOST_BACK = 80

// The bracket that a token stands in.
function openedBy(list: readonly Token[], at: number): string | undefined {
  let depth = 0
  for (let back = at - 1; back >= 0 && at - back < MOST_BACK; back -= 1) {
    const mark = list[back]?.kind === 'mark' ? (list[back]?.text ?? '') : ''
    if (/^[)\]}]$/.test(mark)) depth += 1
    if (!/^[([{]$/.test(mark)) continue
    if (depth === 0) return mark
    depth -= 1
  }
  return undefined
}

const MOST_TEXTS = 64

/** Then every text that it has at hand may be what it starts. */
export function checkAtHand(list: readonly Token[], call: Call): void {
  const literals = list.flatMap(({ kind, text }) => (kind === 'string' || kind === 'backtick' ? [text] : []))
  const operands = call.args.map(({ text }) => text).filter((text) => !text.startsWith('-'))
  const exported = [...call.scope.attributes].flatMap(([name, letters]) =>
    letters.includes('x') ? (lookup(call.scope, name) ?? []).map(({ text }) => text) : [],
  )
  const texts = [...literals, literals.join(' '), ...operands.slice(-4), ...exported, call.stdin.text]
  for (const text of new Set(texts.slice(0, MOST_TEXTS)))
    if (/^\s*[\w./~-]+\s+\S/.test(text) && text.length < LONGEST_TEXT) runTried(text, call)
}

const LONGEST_TEXT = 500

// Only what is refused counts: most of these texts are no commands.
function runTried(text: string, call: Call): void {
  const { findings } = call.scope.world
  const before = findings.length
  try {
    runSource(text, subshell(call.scope))
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NotShell')) throw error
  }
  const found = findings.splice(before).filter(({ verdict }) => verdict === 'deny')
  findings.push(...found)
}
