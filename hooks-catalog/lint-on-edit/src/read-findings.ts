import { oneLine } from '../../_shared/src/plain-text.ts'
import { fileAt, positionsIn } from '../../_shared/src/positions.ts'
import type { Finding, Linter } from './linter.ts'

/** What a linter printed, and where it ran. */
export interface Printed {
  readonly stdout: string
  readonly stderr: string
  readonly cwd: string
  /** The real path of the file; findings in others are left out. */
  readonly file: string
}

/** The findings in the one file; `undefined` when the output is not what the linter prints when it works. */
export function readFindings(linter: Linter, printed: Printed): readonly Finding[] | undefined {
  switch (linter.format) {
    case 'eslint':
      return fromEslint(printed)
    case 'github':
      return fromGithub(printed)
    case 'lines':
      return fromLines(printed, linter.warning)
  }
}

function fromLines({ stdout, stderr, cwd, file }: Printed, warning?: RegExp): readonly Finding[] {
  return positionsIn(`${stdout}\n${stderr}`)
    .filter(({ path }) => fileAt(path, cwd) === file)
    .map(({ line, text }) => ({ line, severity: severityOf(text, warning), text: oneLine(text) }))
}

function severityOf(text: string, warning: RegExp | undefined): Finding['severity'] {
  return warning?.test(text) ? 'warning' : 'error'
}

function fromGithub({ stdout, cwd, file }: Printed): readonly Finding[] {
  const findings: Finding[] = []
  for (const [, kind, properties = '', message = ''] of stdout.matchAll(
    /^::(error|warning|notice) ([^\n]*?)::([^\n]*)$/gm,
  )) {
    const fields = Object.fromEntries(properties.split(',').map((one) => decoded(one).split(/=(.*)/s)))
    if (fileAt(String(fields['file'] ?? ''), cwd) !== file) continue
    const rule = fields['title'] === undefined ? '' : ` (${fields['title']})`
    const severity = kind === 'error' ? 'error' : 'warning'
    findings.push({ line: Number(fields['line']) || 1, severity, text: oneLine(decoded(message) + rule) })
  }
  return findings
}

function decoded(text: string): string {
  const codes: Readonly<Record<string, string>> = {
    '%25': '%',
    '%0A': ' ',
    '%0D': ' ',
    '%3A': ':',
    '%2C': ',',
  }
  return text.replace(/%(?:25|0A|0D|3A|2C)/g, (code) => codes[code] ?? code)
}

interface EslintMessage {
  readonly ruleId?: string | null
  readonly severity?: number
  readonly message?: string
  readonly line?: number
}

function fromEslint({ stdout, cwd, file }: Printed): readonly Finding[] | undefined {
  const results = parsedArray(stdout)
  if (results === undefined) return undefined
  return results
    .filter(({ filePath }) => fileAt(String(filePath ?? ''), cwd) === file)
    .flatMap(({ messages }) => (Array.isArray(messages) ? (messages as EslintMessage[]) : []))
    .filter((message) => !saysIgnored(message))
    .map(({ ruleId, severity, message, line }) => ({
      line: typeof line === 'number' ? line : 1,
      severity: severity === 1 ? 'warning' : 'error',
      text: oneLine(`${message ?? ''}${ruleId ? ` (${ruleId})` : ''}`),
    }))
}

/** eslint says so of a file that its configuration leaves out, which is the project's decision and no finding. */
function saysIgnored({ ruleId, severity, message, line }: EslintMessage): boolean {
  return severity === 1 && !ruleId && line === undefined && /^File ignored/.test(message ?? '')
}

function parsedArray(text: string): readonly Readonly<Record<string, unknown>>[] | undefined {
  try {
    // Plugins and configurations may print before it.
    const value: unknown = JSON.parse(text.slice(Math.max(0, text.search(/^\[(?:\{|\]\s*$)/m))))
    return Array.isArray(value) ? value : undefined
  } catch {
    // It failed before it came to a result.
    return undefined
  }
}
