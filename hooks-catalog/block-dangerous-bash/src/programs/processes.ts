import { any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call, Handler } from '../shell/call.ts'
import { Taint, type Text, unknown } from '../shell/text.ts'

// Options of `ps` that choose processes by name, by number or by where they come from.
const PS = spec('C: p: q: g: s: t: o: O: k: N pid= ppid= sid= tty= format= sort= cols= quick-pid=')
const PGREP = spec('u: U: g: G: P: s: t: F: d: O: c f i l a n o v w x euid= uid= group= pgroup= parent=')

function ps(call: Call): Text {
  const parsed = parseOptions(call.args, PS)
  const chooses = any(parsed, 'C', 'p', 'q', 'g', 's', 't', 'pid', 'ppid', 'sid', 'tty', 'quick-pid')
  // `ps 4242` and `ps p 4242`
  const numbers = parsed.rest.some(({ text }) => /^\d+$/.test(text))
  // Without any of these `ps` shows what the same terminal has started.
  const others = call.args.some(({ text }) => /^-?[A-Za-z]*[aAexudU]|^--(?:user|all)/.test(text))
  return unknown(others && !chooses && !numbers ? Taint.all : Taint.none)
}

/** Patterns that the name of every process matches. */
export const ANY_PROCESS = /^(?:\^?\.[*+]?\$?|\^|\$|\[[^\]]*\][*+]?|)$/

/** Programs without which nobody is logged in any more, or nothing runs at all. */
export const VITAL =
  /^\^?(?:systemd(?:-\w+)?|init|launchd|kernel_task|WindowServer|loginwindow|sshd|dbus-(?:daemon|broker)|Xorg|Xwayland|gnome-shell|gnome-session\S*|kwin_\w+|plasmashell|gdm3?|sddm|lightdm|NetworkManager|wpa_supplicant|dockerd|containerd|bash|zsh|fish|tmux(?::server)?|screen|claude)\$?$/

/** Programs that run what everybody runs, this session among it. */
export const RUNTIME = /^[\^[]?(?:node|n\]ode|nodejs|python3?|java|ruby|bun|deno)\$?$/

function isVital({ text }: Text): boolean {
  return VITAL.test(text)
}

function pidof({ args }: Call): Text {
  return unknown(args.some(isVital) ? Taint.all : Taint.none)
}

function pgrep(call: Call): Text {
  const parsed = parseOptions(call.args, PGREP)
  const chooses = any(parsed, 'P', 'parent', 'g', 'pgroup', 's', 't', 'F', 'n', 'o')
  const everything = parsed.rest.every(({ text }) => ANY_PROCESS.test(text))
  const runtime = !chooses && parsed.rest.some(({ text }) => RUNTIME.test(text)) ? Taint.runtime : Taint.none
  const all =
    parsed.rest.some(isVital) || (everything !== any(parsed, 'v') && !chooses) ? Taint.all : Taint.none
  return unknown(all | runtime)
}

// `lsof -t` without a port or a file names every process that has a file open.
function lsof({ args }: Call): Text {
  const chooses = args.some(({ text }) => !/^-(?:t|n|P|w|nP|tn|u\S*|[A-Za-z]*t)$/.test(text))
  return unknown(chooses || !args.some(({ text }) => text === '-t') ? Taint.none : Taint.all)
}

/** Programs that list processes, by name. */
export const processes: readonly (readonly [string, Handler])[] = [
  ['ps', ps],
  ['pgrep', pgrep],
  ['pidof', pidof],
  ['lsof', lsof],
]
