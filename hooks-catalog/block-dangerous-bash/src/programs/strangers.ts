import { programName } from '../../../../src/runtime/src/kit/bash/program-name.ts'
import type { Call } from '../shell/call.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { known } from '../shell/text.ts'

// Programs whose name in the arguments of another one means that it is started.
const STARTED =
  /^(?:rm|shred|dd|mkfs(?:\.\w+)?|wipefs|sudo|doas|(?:ba|z|da|k)?sh|chmod|chown|chroot|find|git|terraform|tofu|kubectl|dropdb|shutdown|reboot|env|xargs)$/

// Programs that only show, search or keep the words they get.
const SHOWS = new Set(
  'say cowsay cowthink figlet toilet banner logger notify-send lolcat espeak wall write man tldr cheat info apropos whatis whereis help task todo note notes jrnl remind expr assert alert trans dict look zenity kdialog osd_cat java javac'.split(
    ' ',
  ),
)

/** Looks for a command in the arguments of a program that nobody knows; only what would be refused counts. */
export function runStrange(call: Call): void {
  if (SHOWS.has(call.name) || !/^[\w+-]+$/.test(call.name)) return
  const at = call.args.findIndex(({ text }, index) => isStarted(text, call, index))
  if (at < 0) return
  const { findings } = call.scope.world
  const before = findings.length
  dispatch(call.args.slice(at), subshell(call.scope), known(''))
  const refused = findings.splice(before).filter(({ verdict }) => verdict === 'deny')
  findings.push(...refused)
}

// A command has an option or a subcommand behind its name, or dashes in front of it.
function isStarted(text: string, { args }: Call, at: number): boolean {
  const name = programName(text)
  if (!STARTED.test(name)) return false
  const next = args[at + 1]?.text ?? ''
  return next.startsWith('-') || args[at - 1]?.text === '--' || /^(?:git|sudo|doas|chroot|env)$/.test(name)
}
