import { allValues, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { HOLE, type Text } from '../shell/text.ts'
import { looseRun } from './containers-host.ts'
import type { Found, Rule } from './rule.ts'
import type { Row, Tool } from './table.ts'

const VOLUMES = 'deletes volumes with the data in them'
const MANY = 'removes containers that nobody has named'
const SERVICE = 'takes services of a cluster away'
const LOCAL = 'deletes a local machine or cluster with everything in it'

const COMPOSE: readonly Row[] = [
  ['deny', 'down -v|--volumes', VOLUMES],
  ['ask', 'down --rmi=all', 'removes images, also those that were built here'],
  ['ask', 'rm -v|--volumes', VOLUMES],
]

const docker: Tool = {
  programs: 'docker podman nerdctl finch',
  options:
    'c: context= H: host= l: log-level= config= tlscacert= tlscert= tlskey= connection= url= identity= root= runroot= storage-driver= namespace= n: filter= t: timeout= time= replicas= availability= cgroup-manager= network-config-dir=',
  rows: [
    ['deny', 'system prune -a|--all|--volumes', 'removes images, containers and volumes that are not in use'],
    ['ask', 'system prune', 'removes stopped containers, networks and dangling images'],
    ['deny', 'system|machine reset', 'deletes all containers, images and volumes'],
    ['deny', 'volume|volumes rm|remove|prune', VOLUMES],
    ['ask', 'container|pod prune', 'removes every stopped container'],
    ['ask', 'image|images prune -a|--all', 'removes every image that no container uses'],
    ['deny', 'rm|container -a|--all @rm|remove', MANY],
    ['deny', 'rm -a|--all', MANY],
    ['deny', 'rm -f|--force $', MANY],
    ['deny', 'container|pod rm|remove -f|--force $', MANY],
    ['ask', 'rm -v|--volumes', VOLUMES],
    ['ask', 'container|pod rm|remove -v|--volumes', VOLUMES],
    ['deny', 'pod rm -a|--all', MANY],
    ['ask', 'rm $', MANY],
    ['ask', 'container rm|remove $', MANY],
    ['ask', 'rmi -f|--force $', 'removes images that nobody has named'],
    ['ask', 'rmi -a|--all', 'removes every image'],
    ['ask', 'image rm|remove -a|--all', 'removes every image'],
    ['ask', 'kill|stop $', 'stops containers that nobody has named'],
    ['ask', 'container kill|stop $', 'stops containers that nobody has named'],
    ['ask', 'network prune', 'removes every network that no container uses'],
    ['ask', 'kill|stop -a|--all', 'stops every container'],
    ['deny', 'swarm leave -f|--force', 'takes the machine out of its cluster'],
    ['deny', 'swarm ca --rotate', 'makes new keys for the whole cluster'],
    ['deny', 'stack rm|down|remove', SERVICE],
    ['ask', 'service|secret|config|node|context rm|remove', SERVICE],
    ['ask', 'service scale @*=0', SERVICE],
    ['ask', 'service update --replicas=0', SERVICE],
    ['ask', 'node update --availability=drain', SERVICE],
    ['ask', 'machine rm', LOCAL],
    ['ask', 'trust revoke', 'takes the signatures of images back'],
    ['ask', 'builder|buildx rm', 'removes a builder with its cache'],
    ['ask', 'kube down', MANY],
  ],
}

// The options of `compose` are not those of the engine.
const COMPOSE_OPTIONS =
  'f: file= p: project-name= profile= project-directory= env-file= H: host= c: context= ansi= parallel= progress='
const COMPOSE_INNER = { options: 't: timeout= rmi=', groups: ['compose'] }

const compose: Tool = {
  programs: 'docker-compose podman-compose',
  options: COMPOSE_OPTIONS,
  inner: COMPOSE_INNER,
  rows: COMPOSE,
}

const composed: Tool = {
  programs: docker.programs,
  options: COMPOSE_OPTIONS,
  inner: COMPOSE_INNER,
  rows: COMPOSE.map(([verdict, pattern, harm]): Row => [verdict, `compose ${pattern}`, harm]),
}

const machines: Tool = {
  programs:
    'colima limactl lima minikube kind k3d multipass lxc lxd incus virsh vboxmanage prlctl tart qm pct vcluster ctlptl crc docker-machine orb orbctl rdctl tilt skaffold ddev lando',
  options: 'p: profile= n: name= c: connect= t: config= remote= project=',
  rows: [
    ['deny', 'delete|del --purge|-p|-O|--omit-snapshot', LOCAL],
    ['deny', 'undefine --remove-all-storage|--storage|--wipe-storage', LOCAL],
    ['deny', 'vol-delete|vol-wipe|pool-delete|pool-undefine|snapshot-delete', LOCAL],
    ['deny', 'unregistervm --delete|--delete-all', LOCAL],
    ['deny', 'factory-reset|purge|reset|destroy-all', LOCAL],
    ['deny', 'closemedium --delete', LOCAL],
    ['deny', 'poweroff|rm|delete --all', LOCAL],
    ['ask', 'delete|del|destroy|undefine|rm|unregistervm|snapshot-delete', LOCAL],
    ['ask', 'cluster|clusters|node|registry|storage|network|profile|image|snapshot delete|rm|del', LOCAL],
    ['ask', 'snapshot -D|--delete', LOCAL],
    ['ask', 'delete|down -v|--volumes|--delete-namespaces', LOCAL],
    ['ask', 'project delete', LOCAL],
  ],
}

const runtimes: Tool = {
  programs: 'ctr crictl buildah skopeo crane regctl oras cosign',
  options: 'n: namespace= a: address= r: runtime-endpoint= i: creds= authfile= u: p:',
  rows: [
    ['deny', 'delete|del', 'deletes an image in the registry', 'let a person delete it there'],
    ['deny', 'tag|manifest|repo|blob|artifact rm|delete|del', 'deletes an image in the registry'],
    ['ask', 'rm|rmp|rmi|prune -a|--all|-f|--force|--prune', MANY],
    ['ask', 'rm $', MANY],
    [
      'ask',
      'i|images|image|c|containers|container|content|snapshots|t|tasks rm|delete|del|remove|prune',
      MANY,
    ],
    ['ask', 'clean', 'removes signatures from an image'],
  ],
}

/** Programs for containers, images and local machines. */
export const containerTools: readonly Tool[] = [docker, compose, composed, machines, runtimes]

const RUN = spec(
  'v: volume= mount= privileged pid= name= e: env= env-file= u: user= w: workdir= p: publish= network= net= l: label= entrypoint= h: hostname= m: memory= c: a: t d i rm platform= cpus= add-host= cap-add= device= security-opt= tmpfs= log-driver= log-opt= restart= gpus= shm-size= ulimit= userns= ipc= pull= link= dns= H: host= context= config= f: file= profile= project-name=',
)
const ROOT = /^(?:\/+(?:\.\/?)*|[a-z]:[\\/]*|\/(?:etc|boot|usr|root|var|home|Users|dev|proc|sys)\/?)$/i
const SOCKET = /(?:docker|containerd|podman|crio)\.sock$/

function open(verdict: Found['verdict'], rule: string, harm: string): Found {
  const safer = 'mount only the folders of the project that the container needs'
  return { group: 'containers', rule, verdict, harm, safer }
}

// A container that gets the whole machine can do anything to it.
function run(call: Call): Found | undefined {
  const outer = parseOptions(call.args, RUN, true)
  const verbs = outer.rest.map((word) => word.text)
  const at = verbs.findIndex((verb, index) => index < 2 && (verb === 'run' || verb === 'create'))
  if (at < 0 || (at === 1 && verbs[0] !== 'container')) return undefined
  const parsed = parseOptions(outer.rest.slice(at + 1), RUN, true)
  const mounts = [...allValues(parsed, 'v', 'volume').map(bound), ...allValues(parsed, 'mount').map(mounted)]
  const root = mounts.find(({ source }) => ROOT.test(source))
  const harm = 'gives a container the files of the whole machine'
  if (root) return open(root.readOnly ? 'ask' : 'deny', 'mount-root', harm)
  const privileged = parsed.flags.has('privileged') && parsed.values.get('privileged')?.[0]?.text !== 'false'
  if (privileged) return open('ask', 'privileged', 'gives a container all rights on this machine')
  if (mounts.some(({ source }) => SOCKET.test(source)))
    return open('ask', 'mount-socket', 'lets a container start others with any rights')
  return looseRun(parsed)
}

interface Mount {
  readonly source: string
  readonly readOnly: boolean
}

function bound({ text }: Text): Mount {
  const match = /^([a-z]:[\\/][^:]*|[^:]*)(?::[^:]*)?(?::(.*))?$/is.exec(text)
  const source = match?.[1] ?? ''
  return { source: source === HOLE ? '' : source, readOnly: /(?:^|,)ro(?:,|$)/.test(match?.[2] ?? '') }
}

function mounted({ text }: Text): Mount {
  const fields = new Map(
    text.split(',').map((field) => [field.split('=')[0], field.split('=').slice(1).join('=')]),
  )
  const source = fields.get('source') ?? fields.get('src') ?? ''
  const readOnly = ['readonly', 'ro'].some((name) => fields.has(name) && fields.get(name) !== 'false')
  return { source, readOnly }
}

/** Rules about what a container may reach. */
export const containerRuns: readonly Rule[] = [{ programs: 'docker podman nerdctl finch', check: run }]
