import { type CodeCall, calls } from '../code/calls.ts'
import { tokens } from '../code/tokens.ts'
import { type Call, phrase, report } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { runSource } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { HOLE, known, shown, Taint, unknown } from '../shell/text.ts'
import { bomb } from './process.ts'
import { removal } from './removal.ts'
import { isSecret, secretRead } from './secret-paths.ts'

// Functions of the scripting languages, by what they do with their arguments.
const RUNS = new Set(
  'system popen exec execSync execFile execFileSync spawn spawnSync shell_exec passthru proc_open pcntl_exec Popen run call check_call check_output getoutput getstatusoutput qx ` execv execvp execve execl execlp spawnl spawnv capture2 capture2e capture3 $ getline execa execaSync execute script'.split(
    ' ',
  ),
)
const REMOVES_TREES = new Set(
  'rmtree rmSync rmdirSync rm rmdir rm_rf rm_r remove_tree remove_entry remove_entry_secure removeSync emptyDirSync rimraf rimrafSync removedirs remove_dir_all'.split(
    ' ',
  ),
)
const REMOVES_FILES = new Set('unlink unlinkSync remove delete rm_f'.split(' '))
const READS = new Set(
  'open readFile readFileSync read_text read_bytes read readlines readlink createReadStream file file_get_contents fopen file_put_contents slurp fread load_dotenv readTextFile readTextFileSync require'.split(
    ' ',
  ),
)
const FORKS = /\bfork\b/

/** Reads a program text of a scripting language and notes what it deletes, reads and starts. */
export function checkCode(source: string, hashComments: boolean, call: Call): void {
  const list = tokens(source, hashComments)
  for (const found of calls(list)) checkCall(found, call)
  runPiped(list, call)
  const names = list.filter((token) => token.kind === 'name').map((token) => token.text)
  const loops = names.some((name) => /^(?:while|until|for|loop)$/.test(name))
  if (loops && names.some((name) => FORKS.test(name)))
    report(call.scope, { ...bomb('starts copies of itself without an end'), part: phrase(call) })
}

// awk and Perl run `"command" | getline` and `print | "command"`.
function runPiped(list: ReturnType<typeof tokens>, call: Call): void {
  list.forEach((token, at) => {
    const before = list[at - 1]
    const after = list[at + 1]
    if (
      token.text === '<' &&
      [before, list[at - 2]].some((word) => word?.text === 'getline') &&
      after?.kind === 'string'
    )
      secret(after.text, call)
    if (token.kind !== 'mark' || token.text !== '|') return
    if (before?.kind === 'string' && after?.text === 'getline') shell([before.text], call)
    if (after?.kind === 'string' && call.name.includes('awk')) shell([after.text], call)
  })
}

const NETWORK = /^(?:urlopen|urlretrieve|requests|urllib|fetch|axios|got|httpx|curl_exec|LWP|get_contents)$/
const EVALUATES = /^(?:exec|eval|Function|compile|execfile|instance_eval|class_eval|loadstring|system|popen)$/
const DECODES =
  /^(?:(?:urlsafe_)?b64decode|(?:strict_|urlsafe_)?decode64|base64_decode|atob|unhexlify|fromhex)$/

// Code that comes from the network or out of an encoding and is run at once.
function checkEvaluation(found: CodeCall, call: Call): void {
  const runs = EVALUATES.test(found.name)
  if (!runs) return
  if (found.inner.some((name) => NETWORK.test(name))) runCode(unknown(Taint.download), call)
  else if (found.inner.some((name) => DECODES.test(name)) && found.args.every((arg) => arg === HOLE)) {
    runCode(unknown(Taint.decoded), call)
  }
}

function checkCall(found: CodeCall, call: Call): void {
  checkEvaluation(found, call)
  const args = found.args.filter((arg) => arg !== HOLE)
  if (found.path === 'exec' || found.path === 'eval')
    for (const arg of args) checkCode(arg, call.name !== 'node', call)
  if (RUNS.has(found.name) && startsProgram(found)) shell(args, call)
  else if (REMOVES_TREES.has(found.name)) for (const arg of args) tree(arg, call)
  else if (REMOVES_FILES.has(found.name)) for (const arg of args) if (/[/~.]/.test(arg)) file(arg, call)
  if (READS.has(found.name)) for (const arg of args.slice(0, 2)) secret(arg, call)
}

// `exec` is also what regular expressions and databases do.
function startsProgram({ name, path }: CodeCall): boolean {
  if (name === 'execute') return path === 'os.execute'
  return name !== 'exec' || path === 'exec' || /child_process|cp\.|proc|shell|Kernel|os\./.test(path)
}

const LONGEST_LINE = 4000

function shell(args: readonly string[], call: Call): void {
  const line = args.filter((arg) => !/^(?:utf-?8|inherit|pipe|ignore)$/.test(arg)).join(' ')
  if (line.trim() === '' || line.length > LONGEST_LINE) return
  try {
    runSource(line, subshell(call.scope), known(''))
  } catch (error) {
    // A text that is no shell was not meant for one: SQL for `exec`, for example.
    if (!(error instanceof Error && error.name === 'NotShell')) throw error
  }
}

function tree(path: string, call: Call): void {
  const found = removal(known(path), call)
  if (found) report(call.scope, { ...found, part: `${call.name} … ${shown(path)}` })
}

function file(path: string, call: Call): void {
  const found = removal(known(path), call)
  if (found?.verdict === 'deny' && !/outside the project/.test(found.harm))
    report(call.scope, { ...found, part: `${call.name} … ${shown(path)}` })
}

function secret(path: string, call: Call): void {
  const text = known(path)
  if (isSecret(text, call.scope))
    report(call.scope, { ...secretRead(text), part: `${call.name} … ${shown(path)}` })
}
