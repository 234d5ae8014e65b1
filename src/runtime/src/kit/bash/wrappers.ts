/** How a program takes the command that it starts. */
export interface Wrapper {
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
  /** With one of these options it starts nothing. */
  readonly unless?: readonly string[]
}

/** A `skip` of operands that no command line has: the program takes its command from an option only. */
export const NO_COMMAND_LINE = 99

/** One row for each program that starts the program named in its arguments, whatever its input is. */
export const WRAPPERS: Readonly<Record<string, Wrapper>> = {
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
    skip: NO_COMMAND_LINE,
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
  script: { options: 'c: E: I: O: B: T: command=', code: ['c', 'command'], skip: NO_COMMAND_LINE },
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
  'nix-shell': { options: 'p: run= command=', code: ['run', 'command'], skip: NO_COMMAND_LINE },
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

/** Programs that read shell commands from `-c`, a file or standard input. */
export const SHELL_NAMES: ReadonlySet<string> = new Set(
  'sh bash dash zsh ksh mksh ash fish csh tcsh rbash pwsh powershell elvish nu yash posh osh xonsh'.split(
    ' ',
  ),
)

/** The options of a shell, of `command`, of `env` and of `xargs`, for `spec`. */
export const SHELL_OPTIONS =
  'c i l s x e u v n f m o: O: E rcfile= init-file= norc noprofile login posix command='
export const COMMAND_OPTIONS = 'p v V'
export const ENV_OPTIONS = 'u: C: S: P: i 0 v unset= chdir= split-string= ignore-environment null argv0= a:'
export const XARGS_OPTIONS =
  'a: d: E: e I: i J: L: l n: P: R: S: s: 0 o p r t x null arg-file= delimiter= eof= replace max-lines= max-args= max-procs= max-chars= interactive no-run-if-empty verbose open-tty show-limits process-slot-var='
