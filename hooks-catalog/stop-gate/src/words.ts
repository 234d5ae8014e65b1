/** A command of the user's as a program, its arguments, and variables in front of it; or why it is none. */
export type Words =
  | { readonly words: readonly string[]; readonly env: Readonly<Record<string, string>> }
  | { readonly problem: string }

const TOKEN = /\s+|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)|(['"\\])/g

/** Splits a command as a shell would, without what only a shell can do. */
export function wordsOf(command: string, keepBackslashes = process.platform === 'win32'): Words {
  const words: string[] = []
  let open = false
  const add = (text: string): void => {
    if (open) words[words.length - 1] += text
    else words.push(text)
    open = true
  }
  for (const [token, single, double, escaped, plain, stray] of command.trim().matchAll(TOKEN)) {
    if (single !== undefined) add(single)
    else if (double !== undefined) add(keepBackslashes ? double : double.replace(/\\(["\\$`])/g, '$1'))
    else if (escaped !== undefined) add(keepBackslashes ? token : escaped)
    else if (plain !== undefined) {
      const operator = /[|&;<>()`$]/.exec(plain)?.[0]
      if (operator !== undefined)
        return { problem: `\`${operator}\` needs a shell; put it into a script and name that` }
      add(plain)
    } else if (stray !== undefined) return { problem: `\`${stray}\` is not closed` }
    else open = false
  }
  const first = words.findIndex((word) => !/^\w+=/.test(word))
  if (first === -1) return { problem: 'it names no program' }
  const env = Object.fromEntries(words.slice(0, first).map((word) => word.split(/=(.*)/s).slice(0, 2)))
  return { words: words.slice(first), env }
}
