import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { known, type Text } from '../shell/text.ts'

// Options of ordinary programs whose value is a command, by program: exact names, or names with `=`.
const COMMANDS: Readonly<Record<string, RegExp>> = {
  rsync: /^(?:-\w*e|--rsh)$/,
  tar: /^(?:-\w*[IF]|--(?:info-script|new-volume-script|to-command|use-compress-program|rsh-command|checkpoint-action))$/,
  gtar: /^(?:-\w*[IF]|--(?:info-script|new-volume-script|to-command|use-compress-program|rsh-command|checkpoint-action))$/,
  zip: /^(?:-TT|--unzip-command)$/,
  sort: /^--compress-program$/,
  split: /^--filter$/,
  man: /^(?:-P|-H|--pager|--html)$/,
  scp: /^-S$/,
  sftp: /^-S$/,
  git: /^(?:--upload-pack|--receive-pack|--exec|-x)$/,
  make: /^--eval$/,
  vim: /^(?:-c|--cmd)$/,
}

/** Runs the commands that options of an otherwise ordinary program carry. */
export function runEmbedded(call: Call): void {
  const pattern = COMMANDS[call.name]
  if (!pattern) return
  call.args.forEach((arg, index) => {
    const [name = '', ...value] = arg.text.split('=')
    const code = value.length > 0 ? { ...arg, text: value.join('=') } : call.args[index + 1]
    if (code && pattern.test(name) && !/^-/.test(code.text)) runCode(unwrapped(code), call)
  })
}

// Tar writes `exec=command`, vim writes `!command`.
function unwrapped(code: Text): Text {
  const text = code.text.replace(/^(?:exec=|:?!)/, '')
  return known(/^[\w./~-]+$/.test(text) && !text.includes(' ') ? '' : text, code.taints)
}
