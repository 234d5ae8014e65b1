import { bare, type Language } from '../validate/code.ts'
import type { Code } from './examination.ts'

/** Where something stands in code, and the words that show it. */
export interface Sign {
  readonly offset: number
  readonly word: string
}

/** The first place of a pattern in code without comments; the first group is the word. */
export function signIn({ text, language }: Code, pattern: RegExp): Sign | undefined {
  const found = pattern.exec(bare(clipped(text), language, 'code and strings'))
  return found
    ? { offset: found.index + found[0].indexOf(found[1] ?? found[0]), word: found[1] ?? found[0] }
    : undefined
}

/** All of them. */
export function signsIn({ text, language }: Code, pattern: RegExp): readonly Sign[] {
  const code = bare(clipped(text), language, 'code and strings')
  return [...code.matchAll(pattern)].map((found) => ({
    offset: found.index + found[0].indexOf(found[1] ?? found[0]),
    word: found[1] ?? found[0],
  }))
}

const LONGEST_LINE = 5000

/** Nobody writes such lines in a script, and looking through them may take very long. */
function clipped(text: string): string {
  if (text.length < LONGEST_LINE) return text
  const lines = text.split('\n')
  return lines.map((line) => (line.length < LONGEST_LINE ? line : ' '.repeat(line.length))).join('\n')
}

/** Where it ends with this status on purpose. */
export function exitSign(code: Code, status: 1 | 2): Sign | undefined {
  return signIn(
    code,
    new RegExp(`(?:\\bexit\\s*\\(?\\s*|\\bexitCode\\s*=\\s*|\\bSystemExit\\s*\\(\\s*)${status}\\b(?![.\\w])`),
  )
}

const QUOTE = `\\\\?["'\`]?`

/** Decisions in JSON that it may print, such as `permissionDecision: deny`. */
export function decisionSigns(
  code: Code,
): readonly (Sign & { readonly field: string; readonly value: string })[] {
  const pattern = new RegExp(
    `(${QUOTE}\\b(?:permissionDecision|decision)${QUOTE}\\s*:\\s*\\\\?["'\`]\\w+)`,
    'g',
  )
  return signsIn(code, pattern).map((sign) => {
    const [, field = '', value = ''] = /(permissionDecision|decision)\W+(\w+)$/.exec(sign.word) ?? []
    return { ...sign, field, value }
  })
}

/** Where it refuses something, by its exit status, by JSON, or as a module of a pack. */
export function refusalSign(code: Code): Sign | undefined {
  const json = decisionSigns(code).find(({ value }) => value === 'deny' || value === 'block')
  const pack = code.inPack ? signIn(code, /\bdecide\s*\.\s*(block|deny)\s*\(/) : undefined
  return json ?? pack ?? exitSign(code, 2)
}

/** True for code that prints JSON for the client. */
export function printsJson(code: Code): boolean {
  return (
    decisionSigns(code).length > 0 ||
    signIn(code, /\b(hookSpecificOutput|additionalContext|systemMessage|updatedInput)\b/) !== undefined
  )
}

const STDIN: Readonly<Record<Language, RegExp>> = {
  shell:
    /(\$\(\s*cat(?:\s+-|\s+\/dev\/stdin)?\s*\)|\$\(\s*<\s*\/dev\/stdin\s*\)|`cat`|(?:^|[;&(]\s*|\bthen\s+)cat\s*(?:-\s*)?\||<\s*\/dev\/stdin)/m,
  python: /(\bsys\.stdin\.(?:buffer\.)?read\(\)|\bjson\.load\(\s*sys\.stdin|\bin sys\.stdin\b)/,
  js: /(\breadFileSync\(\s*(?:0|["']\/dev\/stdin["']|process\.stdin\.fd)|\bof process\.stdin\b|\bprocess\.stdin\.on\(\s*["'](?:data|readable|end)|\bBun\.stdin\b)/,
  ruby: /((?:STDIN|\$stdin)\.read|\bARGF\.read)/,
  perl: /(<STDIN>|<>)/,
  powershell: /(\[Console\]::In\.ReadToEnd|\$input\b)/i,
}

const LIMIT: Readonly<Record<Language, RegExp>> = {
  shell: /(\btimeout\s|\bread\b[^\n]*\s-t)/,
  python: /(\bsignal\.(?:alarm|setitimer)|\bselect\.select|\bthreading\.Timer)/,
  js: /(\bsetTimeout\s*\(|AbortSignal\.timeout)/,
  ruby: /(\bTimeout\.timeout)/,
  perl: /(\balarm\b)/,
  powershell: /(Wait-|Timeout)/i,
}

/** Where it reads stdin to its end. `limited`: something ends the waiting. */
export function stdinSign(code: Code): (Sign & { readonly limited: boolean }) | undefined {
  const sign = signIn(code, STDIN[code.language])
  return sign && { ...sign, limited: signIn(code, LIMIT[code.language]) !== undefined }
}

const LOGS: Readonly<Partial<Record<Language, RegExp>>> = {
  shell:
    /(?:^|[;&({]|\bthen|\bdo|\belse)[ \t]*((?:echo|printf)[ \t]+(?:-[neE]+[ \t]+)?["']?[^\s"'{[$\\%>|;&-][^\n]*)/gm,
  python: /^[ \t]*(print\(\s*[fr]?["'](?!\s*[{[])[^\n]*)/gm,
  js: /\b(console\.(?:log|info|debug)\(\s*["'`](?!\s*[{[])[^\n]*)/g,
}

/** Lines of plain text that it prints to stdout. */
export function logSigns(code: Code): readonly Sign[] {
  const pattern = LOGS[code.language]
  if (!pattern) return []
  return signsIn(code, pattern).filter(({ word }) =>
    code.language === 'shell' ? !/[>|]|\)\s*$/.test(withoutQuoted(word)) : !/\bfile\s*=/.test(word),
  )
}

function withoutQuoted(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '')
}

/** True when it writes to stderr anywhere. */
export function usesStderr(code: Code): boolean {
  return (
    signIn(
      code,
      /(>&\s*2|\/dev\/stderr|\bstderr\b|console\.(?:error|warn)|\bSTDERR\b|\bwarn\b|\[Console\]::Error|Write-Error)/,
    ) !== undefined
  )
}
