import {
  allValues,
  any,
  lastValue,
  parseOptions,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import { COMMAND_OPTIONS, ENV_OPTIONS } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { has, join, known, Taint, type Text, unknown } from '../shell/text.ts'
import { assign } from '../shell/variables.ts'

const COMMAND = spec(COMMAND_OPTIONS)

/** `command`: with `-v` it only looks the name up. */
export function command(call: Call): Text {
  const parsed = parseOptions(call.args, COMMAND, true)
  if (any(parsed, 'v', 'V')) return parsed.rest[0] ?? known('')
  return dispatch(parsed.rest, call.scope, call.stdin)
}

const ENV = spec(ENV_OPTIONS)

/** `env`: assignments, then a program; `-S` holds a command line of its own. */
export function env(call: Call): Text {
  // A lone dash is an old spelling of -i.
  const args = call.args.filter((arg, index) => index > 0 || arg.text !== '-')
  const parsed = parseOptions(args, ENV, true)
  const scope = subshell(call.scope)
  const split = lastValue(parsed, 'S', 'split-string')
  const start = parsed.rest.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word.text))
  const words = start < 0 ? [] : parsed.rest.slice(start)
  for (const { text, taints } of parsed.rest.slice(0, start < 0 ? undefined : start)) {
    const at = text.indexOf('=')
    assign(scope, text.slice(0, at), [known(text.slice(at + 1), taints)])
  }
  for (const name of allValues(parsed, 'u', 'unset')) scope.vars.set(name.text, undefined)
  if (split) return runCode(join([split, ...words], ' '), { ...call, scope })
  if (words.length === 0) return unknown(Taint.secret)
  return dispatch(words, scope, call.stdin)
}

const SSH = spec(
  'b: c: D: E: e: F: I: i: J: L: l: m: O: o: p: Q: R: S: W: w: B: 4 6 A a C f G g K k M N n q s T t V v X x Y y',
)

/** `ssh`: words behind the host run in the other machine's shell; some options run a command here. */
export function ssh(call: Call): Text {
  const parsed = parseOptions(call.args, SSH, true)
  for (const option of allValues(parsed, 'o')) runProxy(option, call)
  const [, ...words] = parsed.rest
  // Options may also come behind the host.
  const trailing = parseOptions(words, SSH, true)
  for (const option of allValues(trailing, 'o')) runProxy(option, call)
  const scope = subshell(call.scope, { cwd: undefined, elsewhere: true })
  const inner = { ...call, scope }
  if (trailing.rest.length > 0) return runCode(join(trailing.rest, ' '), inner)
  return has(call.stdin, Taint.terminal) ? known('') : runCode(call.stdin, inner)
}

function runProxy(option: Text, call: Call): void {
  const match = /^\s*(?:ProxyCommand|LocalCommand|KnownHostsCommand|RemoteCommand)\s*[=\s]\s*(.*)$/is.exec(
    option.text,
  )
  if (match) runCode(known(match[1] ?? ''), call)
}

const CONTAINER = spec(
  'a: c: e: h: l: m: p: u: v: w: n: t i d it name= env= env-file= user= workdir= volume= mount= network= entrypoint= publish= label= platform= memory= cpus= hostname= add-host= container= namespace= context= file= f: H: host= log-level= profile= project-name= gpus= ulimit= shm-size= pull= restart= tmpfs= device= cap-add= cap-drop= security-opt= ipc= pid= volumes-from= link= dns=',
)

/** `docker`, `podman`, `kubectl`: `exec` and `run` start a program inside a container. */
export function container(call: Call): Text {
  const outer = parseOptions(call.args, CONTAINER, true)
  const verbs = outer.rest.map((word) => word.text)
  const at = verbs.findIndex((verb, index) => index < 2 && (verb === 'exec' || verb === 'run'))
  if (at < 0) return known('')
  const parsed = parseOptions(outer.rest.slice(at + 1), CONTAINER, true)
  const [, ...words] = parsed.rest
  const body = words[0]?.text === '--' ? words.slice(1) : words
  const entry = lastValue(parsed, 'entrypoint')
  // Volumes of the host make the container's paths the host's paths.
  const scope = subshell(call.scope, { cwd: undefined, elsewhere: !mountsRoot(parsed.values) })
  return dispatch(entry ? [entry, ...body] : body, scope, call.stdin)
}

function mountsRoot(values: ReadonlyMap<string, readonly Text[]>): boolean {
  return [...(values.get('v') ?? []), ...(values.get('volume') ?? [])].some((text) =>
    text.text.startsWith('/:'),
  )
}
