import { dispatch } from '../shell/reader.ts'
import { nested, type Scope, spend } from '../shell/scope.ts'
import { known, TERMINAL } from '../shell/text.ts'

/** Reads a command line of `cmd`: its own commands and the programs that it starts. */
export function runCmd(source: string, scope: Scope): void {
  nested(scope, () => {
    for (const line of linesOf(source)) {
      spend(scope)
      const words = wordsOf(line)
      if (words.length > 0)
        dispatch(
          words.map((word) => known(word)),
          scope,
          TERMINAL,
        )
    }
  })
}

// `&`, `&&`, `||`, `|` and brackets outside of quotes separate commands; `^` takes the meaning of the next character.
function linesOf(source: string): string[] {
  const lines = ['']
  let quoted = false
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at)
    if (char === '"') quoted = !quoted
    if (!quoted && char === '^') {
      at += 1
      lines.push((lines.pop() ?? '') + source.charAt(at))
    } else if (!quoted && /[&|()\r\n]/.test(char)) lines.push('')
    else lines.push((lines.pop() ?? '') + char)
  }
  return lines
}

const BEFORE =
  /^\s*@?\s*(?:(?:call|start(?:\s+\/\w+)*(?:\s+"[^"]*")?|do|else|if\s+(?:\/i\s+)?(?:not\s+)?(?:exist\s+(?:"[^"]*"|\S+)|errorlevel\s+\d+|defined\s+\S+|\S+\s*==\s*\S+))\s+)+/i

function wordsOf(line: string): string[] {
  const command = line.replace(BEFORE, '').replace(/^\s*@/, '')
  const words = command.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []
  const [first = '', ...rest] = words.map((word) => word.replaceAll('"', ''))
  // A switch may touch the name: `rd/s/q`.
  const glued = /^(rd|rmdir|del|erase|format)((?:\/\w)+)$/i.exec(first)
  const all = glued ? [glued[1] ?? '', glued[2] ?? '', ...rest] : [first, ...rest]
  return all[0] === '' ? [] : all
}
