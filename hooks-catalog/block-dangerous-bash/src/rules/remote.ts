import { allValues, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { has, known, Taint, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'

const SHELLS = /(?:^|[\s/'",:])(?:ba|da|z|k|c|tc|fi|a)?sh(?:$|[\s'",])|cmd(?:\.exe)?$|powershell/i

/** The finding for a shell that the network can type into. */
export function networkShell(): Found {
  return {
    group: 'remote',
    rule: 'network-shell',
    verdict: 'deny',
    harm: 'gives a shell of this machine to the network',
    safer: 'use ssh with a login of its own',
  }
}

function netcat(call: Call): Found | undefined {
  if (has(call.stdin, Taint.shell)) return networkShell()
  const parsed = parseOptions(
    call.args,
    spec('e: c: p: s: w: i: q: x: X: o: g: m: exec= sh-exec= lua-exec= l v n z u k listen'),
  )
  const programs = allValues(parsed, 'e', 'c', 'exec', 'sh-exec', 'lua-exec')
  for (const program of programs) runCode(program, call)
  return programs.length > 0 ? networkShell() : undefined
}

function socat(call: Call): Found | undefined {
  const words = call.args.map((arg) => arg.text)
  const network = words.some((word) =>
    /(?:^|!!)(?:tcp|udp|sctp|openssl|ssl|proxy|socks|vsock|unix|abstract|quic)/i.test(word),
  )
  for (const arg of call.args) runAddress(arg, call)
  const runs = words.some(
    (word) =>
      /(?:^|!!)(?:exec|system|shell)(?::|$)/i.test(word) && (SHELLS.test(word) || /shell/i.test(word)),
  )
  return network && runs ? networkShell() : undefined
}

function runAddress(arg: Text, call: Call): void {
  const match = /^(?:exec|system|shell):(.*)$/is.exec(arg.text)
  if (match)
    runCode(
      known(
        (match[1] ?? '').replace(/,(?:pty|stderr|setsid|sigint|sane|ctty|nofork|fdin=\d+)\b.*/i, ''),
        arg.taints,
      ),
      call,
    )
}

/** Shells given to the network. */
export const remote: readonly Rule[] = [
  {
    programs: 'telnet openssl',
    check: (call) => (has(call.stdin, Taint.shell) ? networkShell() : undefined),
  },
  { programs: 'nc ncat netcat nc.traditional nc.openbsd', check: netcat },
  { programs: 'socat', check: socat },
]
