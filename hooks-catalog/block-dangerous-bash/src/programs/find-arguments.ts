import { isGlob } from '../shell/glob.ts'
import { HOLE, known, type Text } from '../shell/text.ts'

/** The commands that `find` or `fd` runs on what it finds, each without its terminator. */
export function findCommands(
  args: readonly Text[],
): { readonly words: readonly Text[]; readonly here: boolean }[] {
  const commands: { words: readonly Text[]; here: boolean }[] = []
  for (let at = 0; at < args.length; at += 1) {
    const flag = args[at]?.text ?? ''
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(flag)) continue
    const rest = args.slice(at + 1)
    const end = rest.findIndex(
      (word, index) => word.text === ';' || (word.text === '+' && rest[index - 1]?.text === '{}'),
    )
    commands.push({ words: end < 0 ? rest : rest.slice(0, end), here: flag.endsWith('dir') })
    at += end < 0 ? rest.length : end + 1
  }
  return commands
}

/** Tests of `find` that leave only a part of what is below a starting point. */
const NARROWS =
  /^-(?:i?name|i?path|i?wholename|i?regex|[acm]time|[acm]min|size|empty|newer\w*|perm|user|group|links|inum|executable)$/

// Patterns that every name matches.
const ANYTHING = /^(?:\.?\*+|\*\.\*|\?\*|\.\/\*)$/

/** The name that the tests of a `find` leave, a hole when it is open, undefined when they leave everything. */
export function foundName(args: readonly Text[]): string | undefined {
  const at = args.findIndex(
    (arg, index) =>
      NARROWS.test(arg.text) &&
      !/^(?:-not|!)$/.test(args[index - 1]?.text ?? '') &&
      !ANYTHING.test(args[index + 1]?.text ?? ''),
  )
  if (at < 0) return undefined
  const value = args[at + 1]?.text ?? ''
  if (args[at]?.text !== '-name') return HOLE
  // Of patterns only those count that name a kind of file with keys in it.
  return !isGlob(value) ||
    /^(?:\.env|\.ssh|id_|credential|\*\.(?:pem|key|p12|pfx|jks|keystore|kdbx)$)/.test(value)
    ? value
    : HOLE
}

/** The starting points of a `find`, the current folder when none is given. */
export function findRoots(args: readonly Text[]): readonly Text[] {
  const end = args.findIndex(
    (arg) => /^[-(!]/.test(arg.text) && !/^-(?:[HLP]|D|O\d?|f|E|x|s|d)$/.test(arg.text),
  )
  const roots = (end < 0 ? args : args.slice(0, end)).filter((arg) => !arg.text.startsWith('-'))
  return roots.length > 0 ? roots : [known('.')]
}
