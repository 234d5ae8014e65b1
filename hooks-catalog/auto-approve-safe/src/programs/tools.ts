import { harmless } from '../options.ts'
import type { Call, Program, Programs } from '../program.ts'
import { isHarmlessJq } from '../scripts/jq.ts'

const texts = (list: string, check?: Program['check']): Program => ({
  options: harmless(list),
  texts: 'all',
  textOptions: [...harmless(list).valued],
  ...(check ? { check } : {}),
})

const noOperands = ({ operands }: Call): boolean => operands.length === 0

const PACKAGE = /^(?:@[\w.-]+\/)?[\w.-]+(?:@[\w.^~<>=*+-]+)?$/
const packages = ({ operands }: Call): boolean =>
  operands.every((word) => PACKAGE.test(word) || /^[\w.[\]-]+$/.test(word))

const NPM_LS = texts(
  'json depth= all a long l prod production dev omit= include= g global parseable workspaces w: workspace=',
  packages,
)
const NPM_VIEW = texts('json', packages)

const NPM: Programs = {
  ls: NPM_LS,
  list: NPM_LS,
  la: NPM_LS,
  ll: NPM_LS,
  view: NPM_VIEW,
  info: NPM_VIEW,
  show: NPM_VIEW,
  v: NPM_VIEW,
  outdated: texts('json long l all g global depth=', packages),
  explain: texts('json', packages),
  why: texts('json', packages),
  root: texts('g global', noOperands),
  prefix: texts('g global', noOperands),
}

const DOCKER_LIST = texts(
  'a q s n: l f: all quiet size latest last= filter= format= no-trunc digests',
  noOperands,
)

const DOCKER: Programs = {
  ps: DOCKER_LIST,
  images: DOCKER_LIST,
  version: texts('f: format=', noOperands),
  info: texts('f: format=', noOperands),
  logs: texts('n: t tail= since= until= timestamps'),
  stats: texts('a all format= no-trunc no-stream', ({ flags }) => flags.has('no-stream')),
  'image ls': DOCKER_LIST,
  'image list': DOCKER_LIST,
  'container ls': DOCKER_LIST,
  'container list': DOCKER_LIST,
  'volume ls': DOCKER_LIST,
  'network ls': DOCKER_LIST,
  'compose ps': texts('a q all quiet services status= format='),
  'compose ls': DOCKER_LIST,
  'compose logs': texts('n: t tail= since= until= timestamps no-color no-log-prefix'),
  'compose images': texts('q quiet format='),
}

const KUBE =
  'n: l: o: A c: namespace= selector= output= all-namespaces show-labels sort-by= field-selector= no-headers context= container= chunk-size= L: label-columns='

/** Secrets are a kind of object; outputs of all kinds at once, of files and of scripts are left out. */
function noSecrets({ operands, values }: Call): boolean {
  const outputs = [...(values.get('o') ?? []), ...(values.get('output') ?? [])]
  const plain = outputs.every((one) => /^(?:json|yaml|wide|name|jsonpath=.*|custom-columns=.*)$/s.test(one))
  return (
    plain &&
    operands.length > 0 &&
    operands.every((word) => /^[\w.,/-]+$/.test(word) && !/secret|token|credential/i.test(word))
  )
}

const KUBECTL: Programs = {
  get: texts(KUBE, noSecrets),
  describe: texts(KUBE, noSecrets),
  logs: texts(
    'n: l: c: p namespace= selector= container= tail= since= previous timestamps all-containers prefix context=',
  ),
  top: texts(KUBE),
  explain: texts('recursive api-version='),
  'api-resources': texts('namespaced? o: output= no-headers', noOperands),
  version: texts('client o: output=', noOperands),
  'cluster-info': texts('', noOperands),
  'config current-context': texts('', noOperands),
  'config get-contexts': texts('o: output= no-headers'),
}

const GH =
  'R: L: s: l: a: A: B: H: S: q: t: c json= jq= template= repo= limit= state= label= assignee= author= base= head= search= comments draft'

/** Filters of gh can read the environment as those of jq can. */
const plainFilter = ({ values }: Call): boolean =>
  [...(values.get('q') ?? []), ...(values.get('jq') ?? [])].every(isHarmlessJq)

/** No host is named but the usual one: a token goes to whichever is. */
const usualHost = ({ operands, values }: Call): boolean =>
  operands.every(
    (word) => /^https:\/\/github\.com\//.test(word) || !/:\/\/|^[^\s/]*[.:@][^\s/]*\/[^/]+\/./.test(word),
  ) &&
  [...(values.get('R') ?? []), ...(values.get('repo') ?? [])].every((word) => /^[^:/]+\/[^:/]+$/.test(word))

const gh = (more = ''): Program => texts(`${GH} ${more}`, (call) => plainFilter(call) && usualHost(call))

const GITHUB: Programs = {
  'pr view': gh(),
  'pr list': gh(),
  'pr status': gh('conflict-status'),
  'pr diff': gh('patch name-only color='),
  'pr checks': gh('required'),
  'issue view': gh(),
  'issue list': gh('m: milestone='),
  'issue status': gh(),
  'run list': gh('w: b: u: e: workflow= branch= user= event= status= commit='),
  'run view': gh('v j: log log-failed verbose job= exit-status attempt='),
  'release list': gh('exclude-drafts exclude-pre-releases'),
  'release view': gh(),
  'workflow list': gh('all'),
  'workflow view': gh('y yaml'),
  'repo view': gh('b: branch='),
  'search issues': gh(),
  'search prs': gh(),
  'search repos': gh(),
  // Fields would make it a request that writes.
  api: texts(
    'q: t: jq= template= paginate slurp cache=',
    (call) =>
      plainFilter(call) &&
      call.operands.length === 1 &&
      /^\/?(?:repos|orgs|users|search|rate_limit)\b[\w./?&=:+%@{}-]*$/.test(call.operands[0] ?? ''),
  ),
}

const TOOLS: Readonly<Record<string, Programs>> = {
  npm: NPM,
  docker: DOCKER,
  podman: DOCKER,
  kubectl: KUBECTL,
  gh: GITHUB,
}

/** `kubectl -n x get pods` is `kubectl get pods -n x`. */
function verbFirst(args: readonly string[]): readonly string[] {
  const [first = '', second = ''] = args
  if (/^(?:-n|--namespace|--context)$/.test(first)) return [...verbFirst(args.slice(2)), first, second]
  return /^--(?:namespace|context)=/.test(first) ? [...verbFirst(args.slice(1)), first] : args
}

/** The subcommand of a tool, with its own words; `undefined` for all that may do more than read. */
export function toolProgram(
  name: string,
  given: readonly string[],
): readonly [Program, readonly string[]] | undefined {
  const table = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined
  if (!table) return undefined
  const args = name === 'kubectl' ? verbFirst(given) : given
  if (args.length === 1 && /^(?:--version|-v)$/.test(args[0] ?? '')) return [texts(''), []]
  const two = args.slice(0, 2).join(' ')
  if (Object.hasOwn(table, two)) return [table[two] as Program, args.slice(2)]
  const one = args[0] ?? ''
  return Object.hasOwn(table, one) ? [table[one] as Program, args.slice(1)] : undefined
}
