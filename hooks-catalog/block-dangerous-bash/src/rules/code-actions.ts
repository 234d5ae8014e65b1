import { TooComplex } from '../../../../src/runtime/src/kit/bash/limits.ts'
import type { CodeCall } from '../code/calls.ts'
import { elements, textOf, type Value } from '../code/functions.ts'
import { type Call, report } from '../shell/call.ts'
import { resolve } from '../shell/paths.ts'
import { dispatch, runSource } from '../shell/reader.ts'
import { type Scope, subshell } from '../shell/scope.ts'
import { HOLE, known, shown, type Text, unknown } from '../shell/text.ts'
import { onWrite } from './files.ts'
import { removal, removalOfFile } from './removal.ts'
import { isSecret, secretRead } from './secret-paths.ts'

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

// Functions of the scripting languages, by what they do with their arguments.
const RUNS = set(
  'system popen exec execSync execFile execFileSync spawn spawnSync shell_exec passthru proc_open pcntl_exec Popen run call check_call check_output getoutput getstatusoutput qx ` execv execvp execve execl execlp execle execlpe execvpe spawnl spawnlp spawnv spawnvp capture2 capture2e capture3 popen2 popen3 popen2e pipeline $ getline execa execaSync execaCommand execute script Command cmd shell create_subprocess_shell create_subprocess_exec shell_command call_process start_process sh system2 outputSync startProcess pipe zx exec_command',
)
const REMOVES_TREES = set(
  'rmtree rmSync rmdirSync rm rmdir rm_rf rm_r remove_tree remove_entry remove_entry_secure removeSync emptyDirSync emptyDir rimraf rimrafSync removedirs remove_dir_all remove_dir removeAll RemoveAll delete_directory deltree del deleteSync destroy_all',
)
const REMOVES_FILES = set(
  'unlink unlinkSync remove delete rm_f delete_file deleteFile Remove truncate truncateSync',
)
const READS = set(
  'open readFile readFileSync read_text read_bytes read readlines readlink createReadStream file file_get_contents fopen slurp fread load_dotenv readTextFile readTextFileSync require ReadFile readlines read_csv',
)
const WRITES = set(
  'writeFile writeFileSync appendFile appendFileSync createWriteStream outputFile outputFileSync file_put_contents write_text write_bytes writeTextFile writeTextFileSync writeLines fopen write open',
)
const MOVES: Readonly<Record<string, string>> = {
  rename: 'mv',
  renameSync: 'mv',
  move: 'mv',
  moveSync: 'mv',
  mv: 'mv',
  copyfile: 'cp',
  copyFileSync: 'cp',
  copy2: 'cp',
  cpSync: 'cp',
  cp: 'cp',
  symlink: 'ln',
  symlinkSync: 'ln',
  kill: 'kill',
  chmod: 'chmod',
  chmodSync: 'chmod',
}

/** Notes what one call in a program text does. */
export function checkCall(found: CodeCall, call: Call): void {
  const inner = { ...call, scope: subshell(call.scope, folderOf(found, call.scope)) }
  const { name } = found
  const texts = found.args.flatMap(elements).filter((arg) => arg !== HOLE)
  if (
    /^(?:rimraf|del)$/.test(found.path.split('.').at(-2) ?? '') ||
    (name === 'require' && texts[0] === 'rimraf')
  )
    for (const path of texts) if (path !== 'rimraf') tree(path, inner)
  if (RUNS.has(name) && startsProgram(found)) runs(found, inner)
  else if (REMOVES_TREES.has(name)) for (const path of targets(found)) tree(path, inner)
  else if (REMOVES_FILES.has(name)) for (const path of targets(found)) file(path, inner)
  if (isWriting(found)) writes(found, inner)
  else if (READS.has(name) || opensFile(found))
    for (const path of targets(found).slice(0, 2)) secret(path, inner)
  const program = Object.hasOwn(MOVES, name) ? MOVES[name] : undefined
  if (program) moves(program, found, inner)
}

function folderOf({ named }: CodeCall, scope: Scope): Partial<Scope> {
  const folder = textOf(named.get('cwd'))
  return folder.includes(HOLE) ? {} : { cwd: resolve(known(folder), scope) }
}

// The arguments, or what stands before the dot when there are none.
function targets({ args, self }: CodeCall): readonly string[] {
  const texts = args.flatMap(elements)
  return (texts.length > 0 ? texts : elements(self)).filter((path) => path !== HOLE)
}

// `exec` is also what regular expressions and databases do.
function startsProgram({ name, path }: CodeCall): boolean {
  if (name === 'execute') return path === 'os.execute' || !path.includes('.')
  if (/^(?:read|write|cmd|shell|call|pipe)$/.test(name) && !path.includes('.'))
    return name !== 'call' || path === 'call'
  return name !== 'exec' || path === 'exec' || /child_process|cp\.|proc|shell|Kernel|os\./.test(path)
}

const LONGEST_LINE = 4000
const SETTINGS = /^(?:utf-?8|inherit|pipe|ignore|buffer)$/

function runs(found: CodeCall, call: Call): void {
  const [first] = found.args
  if (opensPipe(found)) return
  const words = found.args.flatMap(elements).filter((arg) => !SETTINGS.test(arg))
  while (words[0] === HOLE) words.shift()
  // The first argument of these is the file, the second one the name it gets.
  if (/^(?:exec[lv]|spawn[lv])/.test(found.name)) words.splice(1, 1)
  const whole = words.length === 1 || typeof first !== 'string' ? words.join(' ') : undefined
  const receiver = words.length === 0 && found.self !== undefined ? textOf(found.self) : ''
  const line = whole ?? (/\s/.test(words[0] ?? '') ? words.join(' ') : receiver)
  if (line.length > LONGEST_LINE) throw new TooComplex('its inline code has too long a command')
  const list = typeof first !== 'string' || words.length > 1
  if (list && !/\s/.test(words[0] ?? ' ')) program(words, call)
  else shell(line || receiver, call, SHELLS.has(found.name))
}

function program(words: readonly string[], call: Call): void {
  dispatch(
    words.map((word) => (word === HOLE ? unknown() : known(word))),
    subshell(call.scope),
    known(''),
  )
}

// Functions that give their argument to a shell in any case.
const SHELLS = set('system popen execSync shell_exec passthru getoutput getstatusoutput qx `')

function shell(line: string, call: Call, surely = false): void {
  if (line.replaceAll(HOLE, '').trim() === '') return
  try {
    runSource(line, subshell(call.scope), known(''))
  } catch (error) {
    // A text that is no shell was not meant for one: SQL for `exec`, for example.
    if (surely || !(error instanceof Error && error.name === 'NotShell')) throw error
  }
}

// `open("command |")` and `open(F, "-|", "command")` of Perl and Ruby.
function opensPipe(found: CodeCall): boolean {
  return found.name === 'open'
}

/** Runs what an `open` of Perl or Ruby starts. */
export function runPipe(found: CodeCall, call: Call): void {
  const texts = found.args.flatMap(elements)
  const mode = texts.findIndex((text) => /^\s*(?:-\||\|-)\s*$/.test(text))
  if (mode >= 0) shell(texts.slice(mode + 1).join(' '), call)
  const pipe = texts.find((text) => /^\s*\||\|\s*$/.test(text))
  if (mode < 0 && pipe) shell(pipe.replace(/^\s*\||\|\s*$/g, ''), call)
}

function isWriting({ name, args, named, path }: CodeCall): boolean {
  if (!WRITES.has(name)) return false
  if (name === 'write') return /^(?:File|IO)\.write$/.test(path)
  if (name !== 'open' && name !== 'fopen') return true
  const modes = [...args.slice(1).flatMap(elements), textOf(named.get('mode'))]
  return (
    modes.some((mode) => /^[rwax+b>]*[wax+>][bt+]*$/.test(mode)) || /^\s*>/.test(textOf(args[1] ?? args[0]))
  )
}

function writes(found: CodeCall, call: Call): void {
  const [target] = found.self === undefined || found.args.length > 1 ? targets(found) : elements(found.self)
  const path = /^\s*>+$/.test(textOf(found.args[1])) ? textOf(found.args[2]) : target
  if (path === undefined || path === HOLE) return
  onWrite(known(path.replace(/^\s*>+\s*/, '')), { append: false, printed: unknown() }, call.scope)
}

function opensFile({ name, path }: CodeCall): boolean {
  return name === 'open' && !/^(?:webbrowser|window)/.test(path)
}

function tree(path: string, call: Call): void {
  const found = removal(known(path), call)
  if (found) report(call.scope, { ...found, part: part(call, path) })
}

function file(path: string, call: Call): void {
  if (!/[/~.]/.test(path)) return
  const whole = removal(known(path), call)
  const grave = whole?.verdict === 'deny' && !/outside the project/.test(whole.harm) ? whole : undefined
  const found = grave ?? removalOfFile(known(path), call)
  if (found) report(call.scope, { ...found, part: part(call, path) })
}

function secret(path: string, call: Call): void {
  const text: Text = known(path.replace(/^\s*<\s*/, ''))
  if (isSecret(text, call.scope)) report(call.scope, { ...secretRead(text), part: part(call, path) })
}

function part(call: Call, path: string): string {
  return `${call.name} … ${shown(path)}`
}

function moves(name: string, found: CodeCall, call: Call): void {
  const words: readonly Value[] = found.self === undefined ? found.args : [found.self, ...found.args]
  const texts = words.map(textOf)
  if (name === 'chmod') {
    const at = texts.findIndex((text) => /^\d+$/.test(text))
    const [file] = texts.filter((text, index) => index !== at && text !== HOLE)
    if (at >= 0 && file) program(['chmod', Number(texts[at]).toString(8), file], call)
    return
  }
  if (name === 'kill' && texts[0] !== '-1' && texts[1] !== '-1') return
  if (texts.length < 2 && name !== 'kill') return
  if (name === 'kill') program(['kill', '-9', '-1'], call)
  else program([name, ...texts.slice(0, 2)], call)
}
