import type { Call } from '../shell/call.ts'
import { has, known, Taint, type Text } from '../shell/text.ts'
import { firstOf } from './removal.ts'
import type { Found, Rule } from './rule.ts'
import { isSystemFile, windowsRemoval } from './windows-paths.ts'

/** A finding of this group. */
export function windows(verdict: Found['verdict'], rule: string, harm: string, safer?: string): Found {
  return { group: 'windows', rule, verdict, harm, safer: safer ?? 'let a person do that' }
}

const SWITCH = /^\/{1,2}([a-z])(?:[:-].*)?$/i

/** Switches and operands of a command of `cmd`; switches may stick together as in `/s/q`. */
export function switches(args: readonly Text[]): { readonly given: string; readonly rest: readonly Text[] } {
  const words = args.flatMap((arg) =>
    /^(?:\/[a-z])+$/i.test(arg.text) ? (arg.text.match(/\/[a-z]/gi) ?? []).map((text) => known(text)) : [arg],
  )
  const given = words.flatMap(({ text }) => SWITCH.exec(text)?.[1]?.toLowerCase() ?? []).join('')
  return { given, rest: words.filter(({ text }) => !SWITCH.test(text)) }
}

function file(target: Text): Found | undefined {
  return isSystemFile(target)
    ? windows('deny', 'remove-file', 'removes files of Windows or of the root of a drive')
    : undefined
}

/** `rd` and `rmdir`: only `/s` removes what is in the folder. */
export function removeFolder(call: Call): Found | undefined {
  if (call.args.some((arg) => PARAMETER.test(arg.text))) return removeItem(call)
  const { given, rest } = switches(call.args)
  return given.includes('s') ? firstOf(rest, (target) => windowsRemoval(target, call)) : undefined
}

/** `del` and `erase`: with `/s` in all folders below. */
export function removeFiles(call: Call): Found | undefined {
  if (call.args.some((arg) => PARAMETER.test(arg.text))) return removeItem(call)
  const { given, rest } = switches(call.args)
  if (/[?]/.test(given) || rest.length === 0) return undefined
  const below = given.includes('s')
  const everything = (target: Text) => /(?:^|[\\/])(?:\*|\*\.\*)$/.test(target.text)
  const found = firstOf(rest, (target) => {
    if (below || everything(target)) return windowsRemoval(folderOf(target), call) ?? file(target)
    return file(target)
  })
  if (found?.verdict === 'deny') return found
  return below
    ? windows('ask', 'remove-files', 'deletes files in every folder below', 'name the files')
    : found
}

// `C:\\x\\*.tmp` reaches what is below `C:\\x`.
function folderOf(target: Text): Text {
  const match = /^(.*?)[\\/]?([^\\/]*\*[^\\/]*)$/.exec(target.text)
  if (!match) return target
  const [, folder = '', pattern = ''] = match
  const inside = folder === '' ? '' : `${folder}/`
  return { ...target, text: /^\*(?:\.\*)?$/.test(pattern) ? `${inside}*` : `${inside}x` }
}

const PARAMETER =
  /^-(?:r|re|rec\w*|fo\w*|path|literalpath|lit\w*|pa\w*|confirm(?::.*)?|include|exclude|filter)$/i
const VALUED =
  /^-(?:p(?:a(?:th?)?)?|lit\w*|lp|psp\w*|fi\w*|i|in|inc\w*|ex\w*|str\w*|cred\w*|erroraction|ea|warningaction|wa|errorvariable|ev)$/i
const PATHS = /^-(?:p(?:a(?:th?)?)?|lit\w*|lp|psp\w*)$/i

/** Parameters and operands of a cmdlet; names of parameters may be cut short. */
export function parameters(args: readonly Text[]): {
  readonly flags: readonly string[]
  readonly rest: readonly Text[]
} {
  const flags: string[] = []
  const rest: Text[] = []
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] as Text
    if (!/^-[a-z?]/i.test(arg.text)) rest.push(...arg.text.split(/,(?=\S)/).map((text) => ({ ...arg, text })))
    else {
      const [name = '', value] = arg.text.split(/:(.*)/s)
      if (!/^\$?false$/i.test(value ?? '')) flags.push(name.slice(1).toLowerCase())
      if (value !== undefined && PATHS.test(name)) rest.push({ ...arg, text: value })
      else if (value === undefined && VALUED.test(name)) {
        at += 1
        const next = args[at]
        if (next && PATHS.test(name)) rest.push(next)
      }
    }
  }
  return { flags, rest }
}

/** Whether a parameter was given, at least with the letters of `short`. */
export function hasParameter(flags: readonly string[], name: string, short: string): boolean {
  return flags.some((flag) => flag.startsWith(short) && name.startsWith(flag))
}

/** `Remove-Item`, whatever it is called. */
export function removeItem(call: Call): Found | undefined {
  const { flags, rest } = parameters(call.args)
  if (hasParameter(flags, 'whatif', 'wh') || flags.includes('wi')) return undefined
  const recursive = hasParameter(flags, 'recurse', 'r') || flags.some((flag) => /^(?:rf|fr)$/.test(flag))
  if (rest.length === 0 && recursive && !has(call.stdin, Taint.terminal))
    return windows('ask', 'remove-tree', 'removes folders that another command names', 'name the folders')
  return firstOf(rest, (target) => {
    if (/^(?:hklm|hkcu|hkcr|hku|registry)/i.test(target.text)) return windowsRemoval(target, call)
    return recursive ? windowsRemoval(target, call) : file(target)
  })
}

/** Removing files and folders the way Windows does. */
export const windowsRemove: readonly Rule[] = [
  { programs: 'remove-item ri', check: removeItem },
  { programs: 'rd rmdir', check: removeFolder },
  { programs: 'del erase', check: removeFiles },
]
