import type { Call, Handler } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { dispatch } from '../shell/dispatch.ts'
import { any, lastValue, type Parsed, parseOptions, type Spec, spec } from '../shell/options.ts'
import { subshell } from '../shell/scope.ts'
import { join, known, type Text } from '../shell/text.ts'
import { assign } from '../shell/variables.ts'
import { runShell } from './shells.ts'

interface Wrapper {
  readonly options?: string
  /** Operands before the command. */
  readonly skip?: number
  /** `NAME=value` operands before the command set the environment. */
  readonly assignments?: boolean
  /** The remaining words are one shell command line. */
  readonly line?: boolean
  /** Options with a shell command line as their value. */
  readonly code?: readonly string[]
  /** Only the words behind `--` or one of these subcommands are a command. */
  readonly after?: readonly string[]
}

// A `skip` of operands that no command line has: the program takes its command from an option only.
const ALL = 99

// One row for each program that starts the program named in its arguments.
const TABLE: Readonly<Record<string, Wrapper>> = {
  sudo: {
    options: 'u: g: p: h: C: D: R: r: t: T: U: user= group= prompt= host= chdir= chroot= role= type=',
    assignments: true,
  },
  doas: { options: 'u: C: a:' },
  pkexec: { options: 'user=' },
  gosu: { skip: 1 },
  'su-exec': { skip: 1 },
  su: {
    options: 'c: s: g: G: w: command= shell= group= session-command=',
    code: ['c', 'command', 'session-command'],
    skip: ALL,
  },
  runuser: { options: 'u: c: s: g: G: command= user= shell=', code: ['c', 'command'] },
  nice: { options: 'n: adjustment=' },
  ionice: { options: 'c: n: p: P: u: t class= classdata=' },
  chrt: { options: 'T: P: D: p: R', skip: 1 },
  taskset: { options: 'c p a', skip: 1 },
  numactl: { options: 'm: N: C: i: p: membind= cpunodebind= physcpubind= interleave=' },
  prlimit: { options: 'p: o:' },
  nohup: {},
  setsid: { options: 'c f w' },
  timeout: { options: 'k: s: kill-after= signal=', skip: 1 },
  gtimeout: { options: 'k: s: kill-after= signal=', skip: 1 },
  time: { options: 'f: o: p a v format= output=' },
  gtime: { options: 'f: o: p a v format= output=' },
  stdbuf: { options: 'i: o: e: input= output= error=' },
  unbuffer: {},
  builtin: {},
  busybox: {},
  toybox: {},
  strace: { options: 'e: o: p: s: u: E: a: P: I: O: S: X: b: f' },
  ltrace: { options: 'e: o: p: s: u: n: l: x: a: f' },
  watch: { options: 'n: d: q: interval= x exec', line: true },
  flock: { options: 'w: E: c: timeout= conflict-exit-code= command=', skip: 1, code: ['c', 'command'] },
  unshare: { options: 'S: G: R: w: setuid= setgid= root= wd= map-user= map-group=' },
  nsenter: { options: 't: S: G: target= setuid= setgid=' },
  chroot: { options: 'userspec= groups=', skip: 1 },
  caffeinate: { options: 't: w:' },
  'systemd-run': {
    options:
      'u: p: E: M: H: unit= property= setenv= slice= description= uid= gid= working-directory= machine= on-active= on-calendar=',
  },
  'systemd-inhibit': { options: 'what= who= why= mode=' },
  'dbus-run-session': { options: 'config-file=' },
  'xvfb-run': { options: 'n: s: f: e: server-args= server-num=' },
  setpriv: { options: 'reuid= regid= groups= inh-caps= bounding-set=' },
  firejail: {},
  proxychains: { options: 'f: q' },
  proxychains4: { options: 'f: q' },
  torsocks: {},
  faketime: { skip: 1 },
  eatmydata: {},
  hyperfine: {
    options: 'w: r: m: M: p: c: s: n: L: prepare= cleanup= setup= warmup= runs=',
    line: true,
    code: ['p', 'c', 's', 'prepare', 'cleanup', 'setup'],
  },
  entr: { options: 'c r s d n p' },
  script: { options: 'c: E: I: O: B: T: command=', code: ['c', 'command'], skip: ALL },
  dotenv: { options: 'e: f: v:' },
  'cross-env': { assignments: true },
  'env-cmd': { options: 'f: e: file=' },
  npx: { options: 'p: c: package= call= y', code: ['c', 'call'] },
  bunx: { options: 'p: package= y yes' },
  pnpx: { options: 'p: package=' },
  pnpm: { options: 'C: dir= filter= F:', after: ['exec', 'dlx', 'x'] },
  npm: { options: 'prefix= w: workspace= c: call=', after: ['exec', 'x'], code: ['c', 'call'] },
  yarn: { options: 'cwd=', after: ['exec', 'dlx'] },
  bun: { options: 'e: eval= cwd=', after: ['x'] },
  uv: { options: 'directory= project= with= python= p: extra= group= env-file=', after: ['run'] },
  uvx: { options: 'from= with= python= p:' },
  poetry: { options: 'C: directory=', after: ['run'] },
  pdm: { options: 'p: project=', after: ['run'] },
  pipenv: { after: ['run'] },
  hatch: { options: 'e: env=', after: ['run'] },
  rye: { after: ['run'] },
  pixi: { after: ['run'] },
  conda: { options: 'n: p: name= prefix=', after: ['run'] },
  bundle: { after: ['exec'] },
  mise: { options: 'C: cd=', after: ['exec', 'x'] },
  asdf: { after: ['exec'] },
  direnv: { after: ['exec'], skip: 1 },
  rtx: { after: ['exec', 'x'] },
  doppler: { options: 'p: c: project= config=', after: ['run'] },
  op: { options: 'env-file=', after: ['run'] },
  infisical: { options: 'env= path=', after: ['run'] },
  dotenvx: { options: 'f: env-file=', after: ['run'] },
  nix: { after: ['--command', '-c'] },
  'nix-shell': { options: 'p: run= command=', code: ['run', 'command'], skip: ALL },
  rtk: { after: ['proxy', 'git', 'run'] },
  tmux: {
    options: 'L: S: f: c: s: n: t: x: y: F: e: d P A',
    line: true,
    after: [
      'new-session',
      'new',
      'new-window',
      'neww',
      'split-window',
      'splitw',
      'respawn-pane',
      'run-shell',
      'run',
      'send-keys',
      'popup',
      'display-popup',
    ],
  },
  screen: { options: 'S: c: t: p: X: d m' },
  expect: { options: 'c: f:' },
}

// Without a command these start a shell, which reads its input.
const LOGINS = new Set(['sudo', 'doas', 'su', 'chroot', 'unshare', 'nsenter', 'runuser'])

function startsShell({ name }: Call): boolean {
  return LOGINS.has(name)
}

function isAssignment(text: Text): boolean {
  return /^[A-Za-z_]\w*=/.test(text.text)
}

function run(row: Wrapper, options: Spec, call: Call): Text {
  if (row.code === undefined && call.args.length === 0 && !LOGINS.has(call.name)) return known('')
  const words = row.after ? behind(call, row.after, options) : call.args
  if (!words) return known('')
  const parsed = parseOptions(words, options, row.skip !== ALL)
  for (const code of codeOf(row, parsed)) runCode(code, call)
  const rest = parsed.rest.slice(row.skip ?? 0)
  if (row.skip && row.code)
    for (const code of codeOf(row, parseOptions(rest, options, true))) runCode(code, call)
  const inner = subshell(call.scope)
  const start = row.assignments ? rest.findIndex((word) => !isAssignment(word)) : 0
  if (start < 0) return startsShell(call) ? runShell({ ...call, args: [] }) : known('')
  for (const { text, taints } of rest.slice(0, start)) {
    const at = text.indexOf('=')
    assign(inner, text.slice(0, at), [known(text.slice(at + 1), taints)])
  }
  const command = rest.slice(start)
  if (command.length === 0 && startsShell(call)) return runShell({ ...call, args: [] })
  if (row.line && !any(parsed, 'x', 'exec') && command.length > 0) return runCode(join(command, ' '), call)
  return dispatch(command, inner, call.stdin)
}

function codeOf(row: Wrapper, parsed: Parsed): Text[] {
  return (row.code ?? []).flatMap((name) => lastValue(parsed, name) ?? [])
}

function behind(call: Call, subcommands: readonly string[], options: Spec): readonly Text[] | undefined {
  const parsed = parseOptions(call.args, options, true)
  const [first] = parsed.rest
  if (!first || !subcommands.includes(first.text)) return flagged(call, subcommands)
  return parsed.rest.slice(1)
}

function flagged({ args }: Call, subcommands: readonly string[]): readonly Text[] | undefined {
  const at = args.findIndex((arg) => arg.text.startsWith('-') && subcommands.includes(arg.text))
  return at < 0 ? undefined : args.slice(at + 1)
}

/** Programs that start another program given in their arguments. */
export const wrapperTable: ReadonlyMap<string, Handler> = new Map(
  Object.entries(TABLE).map(([name, row]): [string, Handler] => {
    let options: Spec | undefined
    return [
      name,
      (call) => {
        options ??= spec(row.options ?? '')
        return run(row, options, call)
      },
    ]
  }),
)
