import { foldersUpTo } from '../../_shared/src/folders-up-to.ts'
import { oneLine } from '../../_shared/src/plain-text.ts'
import { fileAt, positionsIn } from '../../_shared/src/positions.ts'
import type { Checker } from './checkers.ts'

/** One error of a checker; the file is a real path. */
export interface TypeProblem {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** What a checker printed, where it ran, and the root of the project, which printed paths may be relative to as well. */
export interface Printed {
  readonly stdout: string
  readonly stderr: string
  readonly cwd: string
  readonly root: string
}

/** The errors that it printed; `undefined` when the output is not what the checker prints when it works. */
export function readErrors(checker: Checker, printed: Printed): readonly TypeProblem[] | undefined {
  if (checker.format === 'pyright') return fromPyright(printed)
  // cargo's paths are relative to the workspace, which lies somewhere above the package.
  const folders = printed.cwd.startsWith(printed.root)
    ? foldersUpTo(printed.root, printed.cwd)
    : [printed.cwd]
  return positionsIn(withDetails(`${printed.stdout}\n${printed.stderr}`))
    .filter(({ text }) => checker.error.test(text))
    .flatMap(({ path, line, text }) => {
      const file = folders.map((folder) => fileAt(path, folder)).find(Boolean)
      return file === undefined ? [] : [{ file, line, text: tidy(text) }]
    })
}

/** tsc explains an error in lines that are indented, of which the first is worth having; go names itself in front. */
function withDetails(output: string): string {
  return output.replace(/^vet: /gm, '').replace(/(\): error TS[^\n]*?)\r?\n {2}(\S[^\n]*)/g, '$1 $2')
}

function tidy(text: string): string {
  const plain = oneLine(text, 300)
  const typescript = /^error (TS\d+): (.*)$/.exec(plain)
  return typescript ? `${typescript[2]} (${typescript[1]})` : plain.replace(/^error: /, '')
}

interface Diagnostic {
  readonly file?: unknown
  readonly severity?: unknown
  readonly message?: unknown
  readonly rule?: unknown
  readonly range?: { readonly start?: { readonly line?: unknown } }
}

function fromPyright({ stdout, cwd }: Printed): readonly TypeProblem[] | undefined {
  const list = diagnosticsIn(stdout)
  if (list === undefined) return undefined
  return list
    .filter(({ severity }) => severity === 'error')
    .flatMap(({ file: path, message, rule, range }) => {
      const file = fileAt(String(path ?? ''), cwd)
      const text = `${String(message ?? '').split('\n')[0]}${typeof rule === 'string' ? ` (${rule})` : ''}`
      const line = Number(range?.start?.line)
      return file === undefined
        ? []
        : [{ file, line: Number.isInteger(line) ? line + 1 : 1, text: oneLine(text, 300) }]
    })
}

function diagnosticsIn(text: string): readonly Diagnostic[] | undefined {
  try {
    const value = JSON.parse(text.slice(Math.max(0, text.indexOf('{')))) as { generalDiagnostics?: unknown }
    return Array.isArray(value.generalDiagnostics) ? value.generalDiagnostics : undefined
  } catch {
    // It failed before it came to a result.
    return undefined
  }
}
