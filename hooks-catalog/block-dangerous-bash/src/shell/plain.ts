import { changeDirectory } from '../builtins/directory.ts'
import { dispatch } from './reader.ts'
import { nested, type Scope, spend } from './scope.ts'
import { eachChoice, limitWords, runAndOr, runStages } from './sequence.ts'
import { join, known, type Text } from './text.ts'

type Words = readonly string[]
/** Commands joined by `|`. */
type Pipeline = readonly Words[]
/** Pipelines joined by `&&` and `||`. */
type List = readonly Pipeline[]

// An operator, a redirection that means nothing here, or a word whose text does not depend on anything. Whatever this
// does not match is for the parser.
const TOKEN =
  /[ \t]*(?:(\|\||&&|[|;\n])|2>(?:[ \t]?\/dev\/null|&1)(?=[ \t\n;|]|$)|((?:[\w@%+=:,./~^*?-]|\{\}|\\;|'[^']*'|"[^"$`\\]*")+)|$)/y

const PROGRAM = /^[\w./~+-]+$/

// Words that are no program when they stand first; all but `cd` are for the parser.
const NOT_PROGRAMS =
  ' builtin command if then else elif fi for while until do done case esac in select function time coproc pushd popd eval source . exec trap read mapfile readarray printf alias unalias hash unset set shift export declare typeset local readonly shopt true false test let return exit break continue wait type '

/** The commands of a text that needs no parser; undefined for any other text. */
export function plainLists(source: string): readonly List[] | undefined {
  // Long nesting is for the parser to refuse.
  if (/\(\s*\(/.test(source)) return undefined
  const text = source.replace(/^[ \t\n]+|[ \t\n]+$/g, '')
  let words: string[] = []
  let list: string[][][] = [[words]]
  const lists = [list]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const [, operator, word] = TOKEN.exec(text) ?? ['']
    if (word !== undefined) {
      if (words.length === 0 && !isProgram(word)) return undefined
      words.push(word.replace(/'([^']*)'|"([^"]*)"|\\(;)/g, '$1$2$3'))
    } else if (operator !== undefined) {
      if (words.length === 0) return undefined
      words = []
      if (operator === '|') list.at(-1)?.push(words)
      else if (operator.length === 2) list.push([words])
      else {
        list = [[words]]
        lists.push(list)
      }
    } else if (TOKEN.lastIndex === 0) return undefined
  }
  return words.length === 0 ? undefined : lists
}

function isProgram(word: string): boolean {
  return PROGRAM.test(word) && !NOT_PROGRAMS.includes(` ${word} `)
}

/** Reads plain commands as the parser's would be read. */
export function runPlain(lists: readonly List[], scope: Scope, stdin: Text): Text {
  return nested(scope, () => join(lists.map((list) => runList(list, scope, stdin))))
}

function runList(list: List, scope: Scope, stdin: Text): Text {
  const pipelines = list.map((pipeline) => () => runPipeline(pipeline, scope, stdin))
  return runAndOr(pipelines, scope)
}

function runPipeline(pipeline: Pipeline, scope: Scope, stdin: Text): Text {
  const stages = pipeline.map((words) => ({
    simple: true,
    run: (inner: Scope, input: Text) => runWords(words, inner, input),
  }))
  return runStages(stages, scope, stdin)
}

function runWords(words: Words, scope: Scope, stdin: Text): Text {
  const texts = words.map((word) => known(word))
  spend(scope)
  return nested(scope, () =>
    eachChoice(scope, () => {
      limitWords(texts)
      const [program, ...args] = texts
      if (program?.text === 'cd') return changeDirectory({ name: 'cd', args, stdin, scope })
      return dispatch(texts, scope, stdin)
    }),
  )
}
