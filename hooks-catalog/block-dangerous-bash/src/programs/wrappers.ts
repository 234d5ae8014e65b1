import { lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { type Unwrapped, unwrap } from '../../../../src/runtime/src/kit/bash/unwrap.ts'
import { WRAPPERS, type Wrapper } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import type { Call, Handler } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { resolve } from '../shell/paths.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { join, known, type Text, unknown } from '../shell/text.ts'
import { assign, exportName } from '../shell/variables.ts'
import { runShell } from './shells.ts'

// Without a command these start a shell, which reads its input.
const LOGINS = new Set(['sudo', 'doas', 'su', 'chroot', 'unshare', 'nsenter', 'runuser', 'fakeroot', 'proot'])

// Programs that start others and that only a guard needs to know.
const MORE: Readonly<Record<string, Wrapper>> = {
  arch: { options: 'd: e: arch=' },
  xcrun: { options: 'sdk= toolchain=' },
  setarch: { skip: 1 },
  linux32: {},
  linux64: {},
  fakeroot: { options: 'l: s: i: b: lib= faked=' },
  catchsegv: {},
  cpulimit: { options: 'l: p: e: P: limit=' },
  valgrind: {},
  perf: { options: 'e: o: p: F: event= output=', after: ['stat', 'record', 'trace'] },
  'start-stop-daemon': {
    options: 'p: u: n: c: d: x: a: exec= startas=',
    code: ['x', 'a', 'exec', 'startas'],
  },
  tini: { options: 'p: e:' },
  'dumb-init': {},
  catatonit: {},
  'ssh-agent': { options: 'a: t: P: O:' },
  'dbus-launch': {},
  capsh: { after: ['--', '=='] },
  shx: {},
  sshpass: { options: 'p: f: d: P:' },
  autossh: { options: 'M:' },
  rlwrap: { options: 'H: f: C: P: S:' },
  proot: { options: 'r: b: w: S: rootfs= bind=' },
  bwrap: { options: 'ro-bind= bind= dev= proc= chdir= setenv= unsetenv= uid= gid= tmpfs=' },
  'systemd-nspawn': { options: 'D: u: M: b: directory= user= machine= bind=' },
  lerna: { options: 'scope=', after: ['exec'] },
  nx: { after: ['exec'] },
  devbox: { after: ['run'] },
  distrobox: { options: 'n: name=', after: ['enter'] },
  toolbox: { options: 'c: container=', after: ['run'] },
  'flatpak-spawn': {},
  tox: { after: ['exec'] },
  watchexec: { options: 'e: w: i: f: s: d: exts= watch= ignore= signal= shell=', line: true },
  reflex: { options: 'r: R: g: G: d:' },
  nodemon: { options: 'w: e: x: i: d: watch= ext= exec= ignore= delay=', code: ['x', 'exec'], skip: 99 },
  onchange: { options: 'd: e: i: k: delay= exclude=', after: ['--'] },
  'chokidar-cli': { options: 'c: command= d: debounce=', code: ['c', 'command'], skip: 99 },
  chokidar: { options: 'c: command= d: debounce=', code: ['c', 'command'], skip: 99 },
  direnv: { after: ['exec'], skip: 1 },
  xterm: { after: ['-e'] },
  konsole: { after: ['-e'] },
  alacritty: { after: ['-e'] },
  kitty: {},
  'gnome-terminal': { after: ['--', '-x'] },
  xe: { options: 'j: N: F: s:' },
  chpst: { options: 'u: U: b: e: d: o: p: f: c: r: t: l: L: m: n: C:' },
  softlimit: { options: 'a: c: d: f: l: m: o: p: r: s: t:' },
  cgexec: { options: 'g:' },
  'aws-vault': {
    options: 'd: n: t: duration= region= mfa-token= prompt= backend=',
    after: ['exec'],
    skip: 1,
  },
  chamber: { after: ['--'] },
  teller: { after: ['--'] },
  gum: { after: ['--'] },
  envchain: { skip: 1 },
  envdir: { skip: 1 },
  setlock: { skip: 1 },
  lockf: { options: 't: k s n', skip: 1 },
  setuidgid: { skip: 1 },
  's6-setuidgid': { skip: 1 },
  viddy: { options: 'n: interval= d differences', line: true },
  sops: { options: 'config= user=', after: ['exec-env', 'exec-file'], skip: 1, line: true },
  netlify: { options: 'context=', after: ['dev:exec'] },
  sem: { options: 'j: id= jobs= fg' },
  chronic: {},
  nq: {},
  tsp: { options: 'L: N: D: E:' },
  retry: { options: 't: d: m: s: u: times= delay= max=' },
  volta: { options: 'node= npm= yarn=', after: ['run'] },
  fnm: { options: 'using=', after: ['exec'] },
  nvm: { after: ['exec'], skip: 1 },
  pyenv: { after: ['exec'] },
  rbenv: { after: ['exec'] },
  nodenv: { after: ['exec'] },
  mamba: { options: 'n: p: name= prefix=', after: ['run'] },
  micromamba: { options: 'n: p: name= prefix=', after: ['run'] },
  foreman: { options: 'e: f: env= procfile=', after: ['run'] },
  honcho: { options: 'e: f: env= procfile=', after: ['run'] },
  pipx: { options: 'spec= python=', after: ['run'] },
  run0: { options: 'u: g: D: user= group= unit= property= setenv= chdir=', assignments: true },
  sg: { options: 'c: command=', skip: 1, code: ['c', 'command'] },
}

function run(found: Unwrapped<Text> | undefined, call: Call): Text {
  if (!found) return known('')
  for (const code of found.codes) runCode(code, call)
  const command = found.command[0]?.text === '--' ? found.command.slice(1) : found.command
  if (command.length === 0) return LOGINS.has(call.name) ? runShell({ ...call, args: [] }) : known('')
  const inner = subshell(call.scope)
  for (const { text, taints } of found.assignments) {
    const at = text.indexOf('=')
    assign(inner, text.slice(0, at), [known(text.slice(at + 1), taints)])
    exportName(inner, text.slice(0, at))
  }
  return found.line ? runCode(join(command, ' '), call) : dispatch(command, inner, call.stdin)
}

const FOLDERS = spec('D: u: g: p: h: C: r: t: U: chdir= user= group= prompt= host=')

// `sudo -D folder`: the command runs there.
function sudo(call: Call): Text {
  const folder = lastValue(parseOptions(call.args, FOLDERS, true), 'D', 'chdir')
  const scope = folder ? subshell(call.scope, { cwd: resolve(folder, call.scope) }) : call.scope
  return wrapped('sudo', { ...call, scope })
}

// The options of `setarch` stand on both sides of the machine's name.
function setarch(call: Call): Text {
  const [first, ...rest] = call.args.filter(
    (arg, at) => at === 0 || !/^-{1,2}[\w-]+$/.test(arg.text) || at > 2,
  )
  return first ? dispatch(rest, subshell(call.scope), call.stdin) : known('')
}

// BSD's `script` has the command behind the file.
function script(call: Call): Text {
  const row = WRAPPERS['script'] ?? {}
  const printed = wrapped('script', call)
  const { rest } = parseOptions(call.args, spec(row.options ?? ''), true)
  return rest.length > 1 ? dispatch(rest.slice(1), subshell(call.scope), call.stdin) : printed
}

// `entr -s` takes one command line, and so does `concurrently` with each of its words.
function entr(call: Call): Text {
  const { rest, flags } = parseOptions(call.args, spec('c r s d n p a z x'), true)
  if (flags.has('s')) return runCode(join(rest, ' '), call)
  return dispatch(rest, subshell(call.scope), known(''))
}

function concurrently(call: Call): Text {
  const { rest } = parseOptions(
    call.args,
    spec('n: c: p: k s r l: m: names= prefix= prefix-colors= max-processes='),
  )
  for (const line of rest) runCode(line, call)
  return known('')
}

// Folders that package managers tell: `$(npm root)`.
const FOLDER_OF: Readonly<Record<string, string>> = {
  root: 'node_modules',
  bin: 'node_modules/.bin',
  prefix: '.',
}

function folderOf({ name, args }: Call): Text | undefined {
  if (!/^(?:npm|pnpm|yarn)$/.test(name)) return undefined
  const words = args.map(({ text }) => text).join(' ')
  if (/^(?:cache dir|store path|global \w+|config get \S+|\w+ (?:-g|--global))$/.test(words)) return unknown()
  const folder = Object.hasOwn(FOLDER_OF, words) ? FOLDER_OF[words] : undefined
  return folder === undefined ? undefined : known(folder)
}

function wrapped(name: string, call: Call): Text {
  const folder = folderOf(call)
  if (folder) return folder
  const row = Object.hasOwn(MORE, name) ? MORE[name] : WRAPPERS[name]
  return run(row && unwrap(row, call.args), call)
}

/** Programs that start another program given in their arguments. */
export const wrapperTable: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...[...Object.keys(WRAPPERS), ...Object.keys(MORE)].map((name): [string, Handler] => [
    name,
    (call) => wrapped(name, call),
  ]),
  ['setarch', setarch],
  ['sudo', sudo],
  ['script', script],
  ['entr', entr],
  ['concurrently', concurrently],
])
