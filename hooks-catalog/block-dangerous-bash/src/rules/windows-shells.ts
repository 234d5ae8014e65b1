import type { Call, Handler } from '../shell/call.ts'
import { phrase, report } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { readFile } from '../shell/files.ts'
import { subshell } from '../shell/scope.ts'
import { HOLE, has, isKnown, join, known, Taint, type Text, unknown } from '../shell/text.ts'
import { runCmd } from './windows-cmd.ts'
import { runPowerShell } from './windows-powershell.ts'

const VALUED =
  /^-(?:executionpolicy|ex\w*|ep|version|v|windowstyle|w|wi\w*|workingdirectory|wd|inputformat|in\w*|outputformat|o\w*|configurationname|psconsolefile|settingsfile|custompipename)$/i
const COMMAND = /^[-/]c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$|^[-/]commandwithargs$|^-cwa$/i
const ENCODED = /^[-/]e(?:c|n(?:c(?:o(?:d(?:e(?:d(?:c\w*)?)?)?)?)?)?)?$/i
const FILE = /^[-/]f(?:i(?:l(?:e)?)?)?$/i

/** `powershell` and `pwsh`: code behind `-Command`, encoded code, a file, or standard input. */
function powershell(call: Call): Text {
  let at = 0
  for (; at < call.args.length; at += 1) {
    const { text } = call.args[at] as Text
    if (COMMAND.test(text)) return code(join(call.args.slice(at + 1), ' '), call)
    if (ENCODED.test(text)) return encoded(call.args[at + 1], call)
    if (FILE.test(text)) return file(call.args[at + 1], call)
    if (/^-{1,2}(?:help|h|\?|version)$/i.test(text) && text.toLowerCase() !== '-version') return known('')
    if (VALUED.test(text)) at += 1
    else if (!/^-/.test(text)) break
  }
  const rest = call.args.slice(at)
  if (rest.length > 0) {
    // The old program takes code where the new one takes a file.
    const [first] = rest
    if (first && /\.ps1$/i.test(first.text)) return file(first, call)
    return code(join(rest, ' '), call)
  }
  return has(call.stdin, Taint.terminal) ? unknown(Taint.shell) : code(call.stdin, call)
}

function code(text: Text, call: Call): Text {
  if (text.text === '-') return code(call.stdin, call)
  const open =
    has(text, Taint.download) || (has(text, Taint.decoded) && !isKnown(text)) || text.text.trim() === HOLE
  if (open) return runCode(text, call)
  runPowerShell(text.text, subshell(call.scope))
  return unknown()
}

function file(path: Text | undefined, call: Call): Text {
  const text = path ? readFile(path, call.scope) : known('')
  if (has(text, Taint.download | Taint.decoded)) return runCode(text, call)
  return isKnown(text) ? code(text, call) : unknown()
}

// Nobody reads encoded code before it runs; what it holds is looked at all the same.
function encoded(text: Text | undefined, call: Call): Text {
  report(call.scope, {
    group: 'windows',
    rule: 'encoded-command',
    verdict: 'ask',
    part: phrase(call),
    harm: 'runs code that is encoded, so that nobody can read it',
    safer: 'write the command itself',
  })
  const plain = text && isKnown(text) ? Buffer.from(text.text, 'base64').toString('utf16le') : ''
  if (/^[\t\r\n\x20-\x7e]+$/.test(plain)) runPowerShell(plain, subshell(call.scope))
  return unknown()
}

const RUN = /^\/{1,2}[ckr](.*)$/is

/** `cmd /c`: the rest of the line is one command line. */
function cmd(call: Call): Text {
  const at = call.args.findIndex(({ text }) => RUN.test(text))
  if (at < 0) {
    if (!has(call.stdin, Taint.terminal) && isKnown(call.stdin)) runCmd(call.stdin.text, subshell(call.scope))
    return unknown()
  }
  const glued = RUN.exec(call.args[at]?.text ?? '')?.[1] ?? ''
  const words = call.args.slice(at + 1)
  const line = [
    glued,
    ...words.map(({ text }) => (words.length > 1 && /\s/.test(text) ? `"${text}"` : text)),
  ].join(' ')
  if (line.trim() === HOLE) return runCode(words[0] ?? unknown(), call)
  runCmd(line.trim().replace(/^"(.*)"$/s, '$1'), subshell(call.scope))
  return unknown()
}

// `forfiles /c "cmd /c del @path"`, `runas /user:x "command"`, `schtasks /tr "command"`.
function carried(call: Call): Text {
  const words = call.args.map(({ text }) => text)
  const at = words.findIndex((word) => /^\/{1,2}(?:c|tr)$/i.test(word))
  const line = call.name === 'runas' ? words.findLast((word) => !word.startsWith('/')) : words[at + 1]
  if (line && (at >= 0 || call.name === 'runas')) runCmd(line, subshell(call.scope))
  return unknown()
}

/** Shells of Windows, and programs that start a command line there. */
export const windowsShells: ReadonlyMap<string, Handler> = new Map([
  ['powershell', powershell],
  ['pwsh', powershell],
  ['cmd', cmd],
  ['forfiles', carried],
  ['runas', carried],
  ['schtasks', carried],
])
