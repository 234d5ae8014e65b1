import type { SeenHook } from '../seen/seen-hook.ts'
import { languageOf } from '../validate/code.ts'
import type { Call } from './calls.ts'
import type { CalledFile, Code } from './examination.ts'

/** The code that a command hook runs: its own text, what stands in it for an interpreter, and the scripts it names. */
export function codesOf(
  { handler, type }: Pick<SeenHook, 'handler' | 'type'>,
  calls: readonly Call[],
  called: ReadonlyMap<string, CalledFile>,
): readonly Code[] {
  const { command, args, shell } = handler
  if (type !== 'command' || typeof command !== 'string') return []
  const language = shell === 'powershell' ? 'powershell' : 'shell'
  const own: readonly Code[] = Array.isArray(args) ? [] : [{ text: command, language, inPack: false }]
  return [
    ...own,
    ...calls.flatMap(({ inline }): readonly Code[] => (inline ? [{ ...inline, inPack: false }] : [])),
    ...calls.flatMap(({ script, direct, program }): readonly Code[] => {
      const text = script && called.get(script.file)?.text
      if (!script || text === undefined) return []
      const found = languageOf(script.file, text, direct ? '' : program)
      return found ? [{ file: script.file, text, language: found, inPack: false }] : []
    }),
  ]
}

const BUILT_IN = new Set(
  '. : [ [[ alias bg break cd command continue declare echo eval exec exit export false fg function getopts hash jobs kill let local printf pwd read readonly return set shift shopt source test times trap true type typeset ulimit umask unalias unset wait'.split(
    ' ',
  ),
)

/** The programs that PATH has to have for a command, as far as its text shows. */
export function programsOf(calls: readonly Call[], command: string): readonly string[] {
  const looked = [...command.matchAll(/\b(?:command -v|which|type|hash)\s+([\w.+-]+)/g)].map(
    ([, name]) => name,
  )
  const functions = [...command.matchAll(/\b([\w-]+)\s*\(\)/g)].map(([, name]) => name)
  return calls.flatMap(({ program, direct }) =>
    direct ||
    !/^[A-Za-z][\w.+-]*$/.test(program) ||
    BUILT_IN.has(program) ||
    looked.includes(program) ||
    functions.includes(program)
      ? []
      : [program],
  )
}

/** What the first line of a script says it is run by: a program of PATH, or a path. */
export function shebangOf(text: string): string | undefined {
  const [, path = '', rest = ''] = /^#!\s*(\S+)[ \t]*([^\r\n]*)/.exec(text) ?? []
  if (path === '') return undefined
  if (!/\/env$/.test(path)) return path
  return rest.split(/\s+/).find((word) => word !== '' && !/^-|=/.test(word))
}
