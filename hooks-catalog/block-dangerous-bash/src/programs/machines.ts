import { allValues, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call, Handler } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { join, known, Taint, type Text, unknown } from '../shell/text.ts'

/** How a program takes a command for another machine. */
interface Remote {
  readonly options: string
  /** Subcommands in front; each stands for one word. */
  readonly after?: readonly string[]
  /** Operands before the command. */
  readonly skip?: number
  /** Options with a command line. */
  readonly code?: readonly string[]
}

const REMOTES: Readonly<Record<string, Remote>> = {
  vagrant: { options: 'c: command=', after: ['ssh'], code: ['c', 'command'] },
  multipass: { options: 'n: d:', after: ['exec'], skip: 1 },
  lxc: { options: 'env= user= cwd=', after: ['exec', 'shell'], skip: 1 },
  incus: { options: 'env= user= cwd=', after: ['exec', 'shell'], skip: 1 },
  'lxc-attach': { options: 'n: name= u: g:' },
  adb: { options: 's: t: H: P:', after: ['shell'] },
  ansible: {
    options: 'm: a: i: u: e: f: l: t: args= module-name= inventory=',
    code: ['a', 'args'],
    skip: 99,
  },
  pdsh: { options: 'w: x: g: u: l: t: R:' },
  clush: { options: 'w: g: x: f: l:' },
  pssh: { options: 'H: h: l: p: t: o: e: O:' },
  'parallel-ssh': { options: 'H: h: l: p: t: o: e: O:' },
  mosh: { options: 'p: ssh= port= server= client= predict=', skip: 1 },
  limactl: { options: 'workdir=', after: ['shell'], skip: 1 },
  lima: { options: '' },
  colima: { options: 'p: profile=', after: ['ssh'] },
  minikube: { options: 'p: n: profile= node=', after: ['ssh'] },
  heroku: { options: 'a: app= s: size=', after: ['run', 'run:detached'] },
  fly: { options: 'a: C: s: app= command=', after: ['ssh'], code: ['C', 'command'], skip: 99 },
  flyctl: { options: 'a: C: s: app= command=', after: ['ssh'], code: ['C', 'command'], skip: 99 },
  gcloud: { options: 'command= zone= project=', after: ['compute'], code: ['command'], skip: 99 },
  machinectl: { options: 'E: uid= setenv=', after: ['shell'], skip: 1 },
  nomad: { options: 'task= job=', after: ['exec'], skip: 1 },
}

function remote(row: Remote, call: Call): Text {
  const options = spec(row.options)
  const outer = parseOptions(call.args, options, true)
  const [first, ...rest] = outer.rest
  if (row.after && !row.after.includes(first?.text ?? '')) return unknown()
  const parsed = parseOptions(row.after ? rest : outer.rest, options, (row.skip ?? 0) < 99)
  const scope = subshell(call.scope, { cwd: undefined, elsewhere: true })
  const inner = { ...call, scope }
  for (const code of allValues(parsed, ...(row.code ?? []))) runCode(code, inner)
  // Between the machine and the command there may be dashes.
  const words = parsed.rest.slice(row.skip ?? 0).filter((word, at) => at > 0 || word.text !== '--')
  if (words.length > 0) runCode(join(words, ' '), inner, false, call.stdin)
  return unknown(Taint.none)
}

const WSL = spec('d: u: e cd= distribution= user= exec shell-type= system')

// The files of Windows and of this shell are the same to it.
function wsl(call: Call): Text {
  const parsed = parseOptions(call.args, WSL, true)
  const words = parsed.rest
  return words.length > 0 ? dispatch(words, subshell(call.scope), call.stdin) : known('')
}

/** Programs that run a command on another machine, by name. */
export const machines: readonly (readonly [string, Handler])[] = [
  ...Object.entries(REMOTES).map(([name, row]): [string, Handler] => [name, (call) => remote(row, call)]),
  ['wsl', wsl],
]
