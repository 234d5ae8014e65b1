import { allValues, type Parsed, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import type { Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'

/** The finding for a container that gets more of the machine than containers have. */
export function openContainer(harm: string): Found {
  return {
    group: 'containers',
    rule: 'host-rights',
    verdict: 'ask',
    harm,
    safer: 'give it the one right or folder that it needs',
  }
}

// Rights that are as good as all of them.
const RIGHTS = /^(?:cap_)?(?:all|sys_admin|sys_module|sys_rawio|dac_read_search)$/i
const UNCONFINED = /^(?:apparmor|seccomp|systempaths)[=:]unconfined$|^label[=:]disable$/i

/** What options of a run take away of the walls around the container. */
export function looseRun(parsed: Parsed<Text>): Found | undefined {
  const texts = (name: string) => allValues(parsed, name).map(({ text }) => text)
  if (texts('cap-add').some((right) => RIGHTS.test(right)))
    return openContainer('gives a container rights over the whole machine')
  // A debugger needs to trace; nothing else is opened by that.
  const traces = texts('cap-add').some((right) => /^(?:cap_)?sys_ptrace$/i.test(right))
  if (!traces && texts('security-opt').some((entry) => UNCONFINED.test(entry)))
    return openContainer('takes the walls around a container away')
  return texts('pid').includes('host')
    ? openContainer('lets a container see and end every process of the machine')
    : undefined
}

const MANIFEST =
  /["']?(?:privileged|hostPID)["']?\s*:\s*["']?true|["']?hostPath["']?\s*:\s*\{?\s*["']?path["']?\s*:\s*["']?\/["']?(?=[\s,}]|$)/

const KUBECTL = spec(
  'f: n: i t rm image= overrides= restart= namespace= context= env= l: labels= command port= privileged',
)

// `kubectl run --overrides`, and objects that come on standard input.
function cluster(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...KUBECTL, names: [] })
  const verb = parsed.rest[0]?.text
  const overrides = verb === 'run' ? allValues(parsed, 'overrides') : []
  const given = /^(?:apply|create|replace)$/.test(verb ?? '') ? [call.stdin] : []
  const open = [...overrides, ...given].some(({ text }) => MANIFEST.test(text))
  return open || (verb === 'run' && parsed.flags.has('privileged'))
    ? openContainer('starts a container with rights over a whole machine of the cluster')
    : undefined
}

// The first process stands outside of every container.
function enter(call: Call): Found | undefined {
  const outside = call.args.some(({ text }, at) =>
    /^(?:--target=|-t)1$/.test(text)
      ? true
      : /^(?:-\w*t|--target)$/.test(text) && call.args[at + 1]?.text === '1',
  )
  return outside ? openContainer('runs a command outside of the container, on the machine itself') : undefined
}

const COMPOSE_FILE = /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/
const WHOLE_MACHINE = /(?:^|[\s["'-])\/:\/?\w*/

/** Whether a file that the line writes describes a container that owns the machine. */
export function describesOpenContainer(path: string, content: string): boolean {
  return (
    COMPOSE_FILE.test(path) && /\bprivileged\s*:\s*["']?true/.test(content) && WHOLE_MACHINE.test(content)
  )
}

/** Clusters and namespaces that give the machine away. */
export const containerHosts: readonly Rule[] = [
  { programs: 'kubectl oc k kubecolor', check: cluster },
  { programs: 'nsenter', check: enter },
]
