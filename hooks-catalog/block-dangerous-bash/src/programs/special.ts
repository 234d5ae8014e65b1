import {
  allValues,
  any,
  lastValue,
  parseOptions,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import { COMMAND_OPTIONS, ENV_OPTIONS } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import { preloaded } from '../rules/system.ts'
import { type Call, report } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { resolve } from '../shell/paths.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { has, join, known, Taint, type Text, unknown } from '../shell/text.ts'
import { assign, exportName } from '../shell/variables.ts'

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
  const folder = lastValue(parsed, 'C', 'chdir')
  const scope = subshell(call.scope, folder ? { cwd: resolve(folder, call.scope) } : {})
  const split = lastValue(parsed, 'S', 'split-string')
  const start = parsed.rest.findIndex((word) => !/^[A-Za-z_][\w%]*=/.test(word.text))
  const words = start < 0 ? [] : parsed.rest.slice(start)
  for (const { text, taints } of parsed.rest.slice(0, start < 0 ? undefined : start)) {
    const at = text.indexOf('=')
    assign(scope, text.slice(0, at), [known(text.slice(at + 1), taints)])
    exportName(scope, text.slice(0, at))
    if (LOADED.test(text)) report(scope, preloaded(text))
  }
  for (const name of allValues(parsed, 'u', 'unset')) scope.vars.set(name.text, undefined)
  for (const { text } of parsed.rest) runExported(text, call)
  if (split) return runCode(join([split, ...words], ' '), { ...call, scope })
  if (words.length === 0) return unknown(Taint.secret)
  return dispatch(words, scope, call.stdin)
}

const LOADED =
  /^(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|BASH_ENV)=(?:.*:)?\/(?:private\/)?(?:tmp|var\/tmp|dev\/shm)\//

// A function that is handed to a shell in a variable.
function runExported(text: string, call: Call): void {
  const body = /^BASH_FUNC_[^=]*=\(\)\s*(\{.*\})\s*$/s.exec(text)?.[1]
  if (body) runCode(known(body), call)
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
  if (trailing.rest.length > 0) runCode(join(trailing.rest, ' '), inner, false, call.stdin)
  else if (!has(call.stdin, Taint.terminal)) runCode(call.stdin, inner)
  return unknown(Taint.download)
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
  // `compose` has options of its own in front of its subcommand.
  const composed = outer.rest[0]?.text === 'compose'
  const { rest } = composed ? parseOptions(outer.rest.slice(1), CONTAINER, true) : outer
  const at = rest.findIndex(({ text }, index) => index < 2 && /^(?:exec|run|debug|rsh)$/.test(text))
  if (rest[0]?.text === 'unshare') return dispatch(rest.slice(1), subshell(call.scope), call.stdin)
  if (at < 0) return unknown(/^(?:save|export)$/.test(rest[0]?.text ?? '') ? Taint.dump : Taint.none)
  const parsed = parseOptions(rest.slice(at + 1), CONTAINER, true)
  const [image, ...words] = parsed.rest
  // Behind the name of a pod there may be options as well; dashes end them.
  const dashes = words.findIndex(({ text }) => text === '--')
  const kubernetes = call.name === 'kubectl' || call.name === 'oc'
  const body = kubernetes || dashes === 0 ? words.slice(dashes + 1) : words
  const entry = lastValue(parsed, 'entrypoint')
  // Volumes of the host make the container's paths the host's paths.
  const scope = subshell(call.scope, { cwd: undefined, elsewhere: !mountsRoot(parsed.values) })
  const started = entry ?? (kubernetes || rest[at]?.text !== 'run' ? undefined : startedBy(image))
  return dispatch(started ? [started, ...body] : body, scope, call.stdin)
}

// Images of command line tools start the tool; what comes behind their name are its arguments.
const TOOLS: Readonly<Record<string, string>> = {
  terraform: 'terraform',
  opentofu: 'tofu',
  terragrunt: 'terragrunt',
  pulumi: 'pulumi',
  'aws-cli': 'aws',
  kubectl: 'kubectl',
  helm: 'helm',
  flyway: 'flyway',
  liquibase: 'liquibase',
  migrate: 'migrate',
  rclone: 'rclone',
  restic: 'restic',
}

function startedBy(image: Text | undefined): Text | undefined {
  const base = /([\w.-]+)(?:[:@][^/]*)?$/.exec(image?.text ?? '')?.[1] ?? ''
  const tool = Object.hasOwn(TOOLS, base) ? TOOLS[base] : undefined
  return tool === undefined ? undefined : known(tool)
}

function mountsRoot(values: ReadonlyMap<string, readonly Text[]>): boolean {
  return [...(values.get('v') ?? []), ...(values.get('volume') ?? [])].some((text) =>
    /^(?:\/|~|\.|\/home\/[^/:]+|\/Users\/[^/:]+|\/(?:etc|usr|var|root|home)):/.test(text.text),
  )
}
