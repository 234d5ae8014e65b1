import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { isKnown, known, type Text } from '../shell/text.ts'
import { substitutionParts } from './sed-scripts.ts'

const TAR =
  /^(?:-\w*[IF]|--(?:info-script|new-volume-script|to-command|use-compress-program|rsh-command|checkpoint-action))$/
const EDITOR = /^(?:-c|--cmd|-S|\+)$/

// Options of ordinary programs whose value is a command, by program: exact names, or names with `=`.
const COMMANDS: Readonly<Record<string, RegExp>> = {
  rsync: /^(?:-\w*e|--rsh)$/,
  tar: TAR,
  gtar: TAR,
  bsdtar: TAR,
  zip: /^(?:-TT|--unzip-command)$/,
  sort: /^--compress-program$/,
  split: /^--filter$/,
  man: /^(?:-P|-H|--pager|--html)$/,
  scp: /^-S$/,
  sftp: /^-S$/,
  git: /^(?:--upload-pack|--receive-pack|--exec|-x|--extcmd|-O|--open-files-in-pager)$/,
  make: /^--eval$/,
  gmake: /^--eval$/,
  rg: /^--pre$/,
}

// Programs whose own commands can start others, with what those commands look like; each name has a space on both
// sides.
const ESCAPES: readonly (readonly [programs: string, start: RegExp])[] = [
  [
    ' vim vi view ex nvim nvi gvim vimdiff ',
    /(?:^|[|\n])\s*[+:%\d,]*(?:sil(?:ent)?!?\s+)?(?:r(?:ead)?\s*)?!\s*/,
  ],
  [' vim vi view ex nvim gvim ', /\bsystem\(["']/],
  [' ed less more ', /(?:^|\n)\+?!\s*/],
  [' sqlite3 sqlite duckdb ', /(?:^|\n)\s*\.(?:shell|system|sh)\s+/],
  [' psql mysql mariadb ', /\\!\s*/],
  [' mysql mariadb ', /\bsystem\s+/],
  [' gdb lldb ', /(?:^|\n)\s*(?:!|shell\s|platform shell\s)\s*/],
  [' expect ', /\b(?:spawn|exec|system)\s+/],
  [' sed gsed ', /(?:^|[;{\n\d$/])\s*e\s+/],
  [' ftp sftp lftp telnet ', /(?:^|\n)\s*!\s*/],
  [' mail mailx mutt ', /(?:^|\n)~!\s*/],
]

/** Runs the commands that an otherwise ordinary program takes in its options, its own language or its input. */
export function runEmbedded(call: Call): void {
  const pattern = Object.hasOwn(COMMANDS, call.name) ? COMMANDS[call.name] : undefined
  if (pattern) runOptions(pattern, call)
  for (const [programs, start] of ESCAPES) if (programs.includes(` ${call.name} `)) runEscapes(start, call)
  if (call.name === 'cmake') runCmake(call)
  if (/^g?sed$/.test(call.name)) runReplaced(call)
}

function runOptions(pattern: RegExp, call: Call): void {
  call.args.forEach((arg, index) => {
    const [name = '', ...value] = arg.text.split('=')
    const code = value.length > 0 ? { ...arg, text: value.join('=') } : call.args[index + 1]
    if (code && pattern.test(name) && !/^-/.test(code.text)) runCode(unwrapped(code), call)
    else if (EDITOR.test(name) && code && call.name === 'make') runCode(unwrapped(code), call)
  })
}

// Tar writes `exec=command`, make `target:;command`.
function unwrapped(code: Text): Text {
  const text = code.text.replace(/^(?:exec=|:?!)/, '').replace(/^[\w.-]*:;/, '')
  return known(/^[\w./~-]+$/.test(text) && !text.includes(' ') ? '' : text, code.taints)
}

const MOST_ESCAPES = 16

function runEscapes(start: RegExp, call: Call): void {
  const texts = [...call.args.map((arg) => ({ ...arg, text: arg.text.replace(/^\+/, '') })), call.stdin]
  for (const { text, taints } of texts) {
    const [, ...found] = text.split(new RegExp(start, 'g'))
    for (const code of found.slice(0, MOST_ESCAPES)) {
      const line = (code.split('\n', 1)[0] ?? '').replace(/["']\)[^"']*$|\}\s*$/, '')
      if (line.trim() !== '') tryCode(known(line, taints), call)
    }
  }
}

// What is no shell was not meant for one.
function tryCode(code: Text, call: Call): void {
  try {
    runCode(code, call)
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NotShell')) throw error
  }
}

// `cmake -E` has commands of its own for files.
function runCmake(call: Call): void {
  const at = call.args.findIndex((arg) => arg.text === '-E')
  const verb = at < 0 ? undefined : call.args[at + 1]
  const rest = call.args.slice(at + 2)
  const scope = subshell(call.scope)
  if (/^(?:rm|remove|remove_directory)$/.test(verb?.text ?? ''))
    dispatch([known('rm'), known('-r'), ...rest], scope, known(''))
  if (/^(?:env|time)$/.test(verb?.text ?? '')) dispatch([known('env'), ...rest], scope, known(''))
}

// `s///e` runs what the replacement makes of each line.
function runReplaced(call: Call): void {
  for (const arg of call.args) {
    const [, replacement = '', flags = ''] = substitutionParts(arg.text.replace(/^-e/, '')) ?? []
    if (!/^[gimpI\d]*e/.test(flags)) continue
    if (isKnown(call.stdin)) tryCode(call.stdin, call)
    if (/\s/.test(replacement)) tryCode(known(replacement), call)
  }
}
