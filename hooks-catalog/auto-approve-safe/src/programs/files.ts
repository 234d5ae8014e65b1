import { isHarmlessPrintf } from '../formats.ts'
import { harmless } from '../options.ts'
import type { Call, Program, Programs } from '../program.ts'

const FIND_PLAIN =
  /^(?:-(?:print|print0|ls|prune|quit|empty|not|a|and|o|or|true|false|xdev|mount|depth|daystart|readable|writable|executable|nouser|nogroup|H|P)|!|\(|\)|,)$/
const FIND_VALUED =
  /^-(?:name|iname|path|ipath|wholename|iwholename|regex|iregex|regextype|type|xtype|maxdepth|mindepth|size|mtime|mmin|atime|amin|ctime|cmin|newer|newermt|anewer|cnewer|perm|user|group|uid|gid|links|inum|lname|ilname|samefile|printf)$/

/** Tests that only look. Everything that is not one of them could run, write or delete. */
function findCheck({ args }: Call): boolean {
  let expression = false
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? ''
    if (FIND_VALUED.test(word)) at += 1
    else if (!FIND_PLAIN.test(word)) {
      if (expression || /^[-!(),]/.test(word)) return false
      continue
    }
    expression = true
    if (at >= args.length) return false
  }
  return true
}

/** The version of a program. */
export const VERSION: Program = {
  options: harmless('version V v'),
  check: ({ args }) => args.length === 1 && args[0] !== undefined && /^(?:--version|-V|-v)$/.test(args[0]),
}

/** Tests of one file or text; comparisons of numbers run code that stands in them. */
const TEST = /^-[defsrwxLhnz]$/

const isTest = (args: readonly string[]): boolean => {
  const [test = '', operand = ''] = args[0] === '!' ? args.slice(1) : args
  return args.length === (args[0] === '!' ? 3 : 2) && TEST.test(test) && !/^[-!(]/.test(operand)
}

const PS_OPERAND = /^(?:aux|ax|axu|auxww|auxf|u|x|a)$/

/** Programs that tell about files, names and the machine. */
export const FILES: Programs = {
  ls: { options: harmless(letters()), free: true, takesAny: true },
  pwd: { options: harmless('P L') },
  true: { options: harmless('') },
  false: { options: harmless('') },
  ':': { options: harmless(''), texts: 'all' },
  test: { options: harmless('d e f s r w x L h n z'), check: ({ args }) => isTest(args) },
  '[': {
    options: harmless('d e f s r w x L h n z'),
    check: ({ args }) => args.at(-1) === ']' && isTest(args.slice(0, -1)),
  },
  echo: { options: harmless('n e E'), texts: 'all', free: true, takesAny: true },
  // `-v` sets a variable, and so do some formats.
  printf: {
    options: harmless(''),
    texts: 'all',
    script: 0,
    check: ({ operands }) => isHarmlessPrintf(operands),
  },
  cd: { options: harmless('P L'), check: ({ operands }) => operands.length === 1 && operands[0] !== '-' },
  basename: {
    options: harmless('a s: z multiple suffix= zero'),
    texts: 'all',
    textOptions: ['s', 'suffix'],
    takesAny: true,
  },
  dirname: { options: harmless('z zero'), texts: 'all', takesAny: true },
  realpath: { options: harmless('e m q s z relative-to= relative-base=') },
  readlink: { options: harmless('f e m n q s v z') },
  stat: {
    options: harmless('c: f L t x s format= printf= dereference file-system terse'),
    textOptions: ['c', 'format', 'printf'],
    takesAny: true,
  },
  file: { options: harmless('b i I L h mime mime-type mime-encoding brief') },
  du: {
    options: harmless(
      'a b c d: h k m s S x L -# all apparent-size total max-depth= human-readable summarize',
    ),
    textOptions: ['d', 'max-depth'],
  },
  df: { options: harmless('a h H i k m P T human-readable inodes print-type') },
  tree: {
    options: harmless('a d f i s h p u g D C n J L: I: P: dirsfirst noreport gitignore prune'),
    textOptions: ['L', 'I', 'P'],
  },
  find: { options: harmless(''), check: findCheck, texts: 'all' },
  which: { options: harmless('a'), texts: 'all' },
  type: { options: harmless('a t p P f'), texts: 'all' },
  whoami: { options: harmless('') },
  id: { options: harmless('u g G n r'), texts: 'all' },
  // An operand would set the name.
  hostname: { options: harmless('f s i I d'), check: ({ operands }) => operands.length === 0 },
  uname: { options: harmless('a s n r v m p i o') },
  arch: { options: harmless('') },
  nproc: { options: harmless('all') },
  uptime: { options: harmless('p s') },
  free: { options: harmless('b k m g h w t') },
  // An operand without a plus would set the clock.
  date: {
    options: harmless('u d: I? R r: utc date= iso-8601? rfc-3339= universal'),
    texts: 'all',
    textOptions: ['d', 'date', 'I', 'iso-8601', 'rfc-3339'],
    check: ({ operands }) => operands.every((word) => word.startsWith('+')),
  },
  seq: {
    options: harmless('w s: f: equal-width separator= format='),
    texts: 'all',
    textOptions: ['s', 'f', 'separator', 'format'],
    check: ({ operands }) => operands.every((word) => /^-?\d{1,7}$/.test(word)),
  },
  sleep: {
    options: harmless(''),
    texts: 'all',
    check: ({ operands }) => operands.length === 1 && /^\d{1,2}(?:\.\d+)?$/.test(operands[0] ?? ''),
  },
  // With the letter e without a dash, or as a column, it prints the environment of processes.
  ps: {
    options: harmless('e f A a x l p: u: o: C: sort= no-headers'),
    texts: 'all',
    textOptions: ['p', 'u', 'o', 'C', 'sort'],
    check: ({ operands, values }) =>
      operands.every((word) => PS_OPERAND.test(word)) &&
      (values.get('o') ?? []).every((word) => !/env/i.test(word)),
  },
  pgrep: { options: harmless('f l a x u: o n c'), texts: 'all', textOptions: ['u'] },
  // `-K` ends connections, `-D` writes a file.
  ss: { options: harmless('a t u l n p x s 4 6'), check: ({ operands }) => operands.length === 0 },
  netstat: { options: harmless('a t u l n p r'), check: ({ operands }) => operands.length === 0 },
  // A name of a host would be looked up.
  lsof: {
    options: harmless('n P t i?'),
    texts: 'all',
    check: ({ flags, operands, values }) =>
      flags.has('i') &&
      [...operands, ...(values.get('i') ?? [])].every((word) => /^(?:tcp|udp|[46])?(?::\d+)?$/i.test(word)),
  },
  // Those of cargo, go, yarn and dotnet may be what the project says, or be downloaded.
  bun: VERSION,
  deno: VERSION,
  php: VERSION,
  pip: VERSION,
  pip3: VERSION,
  tsc: VERSION,
  uv: VERSION,
  node: VERSION,
  python: VERSION,
  python3: VERSION,
  ruby: VERSION,
  java: VERSION,
  gcc: VERSION,
  clang: VERSION,
  make: VERSION,
  cmake: VERSION,
  psql: VERSION,
  curl: VERSION,
}

/** Every letter and every long option of ls: none of them does more than to list. */
function letters(): string {
  const short = 'a b c d f g h i k l m n o p q r s t u v w: x A B C D F G H I: L N O P Q R S T: U X Z 1'
  return `${short} all almost-all author block-size= classify? color? directory full-time group-directories-first human-readable inode no-group reverse size sort= time= time-style= recursive ignore= hide= quoting-style= show-control-chars indicator-style= si zero width=`
}
