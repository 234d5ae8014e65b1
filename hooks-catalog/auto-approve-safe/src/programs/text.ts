import { harmless } from '../options.ts'
import type { Call, Program, Programs } from '../program.ts'
import { isHarmlessAwk } from '../scripts/awk.ts'
import { isHarmlessJq } from '../scripts/jq.ts'
import { isHarmlessSed } from '../scripts/sed.ts'

const most = (count: number) => (call: Call) => call.operands.length <= count

const GREP_NAMES_ONLY = [
  'l',
  'L',
  'c',
  'q',
  'files-with-matches',
  'files-without-match',
  'count',
  'quiet',
  'silent',
]

function grepCheck({ flags, operands }: Call): boolean {
  const pattern = flags.has('e') || flags.has('regexp')
  if (!pattern && operands.length === 0) return false
  // It follows links, which lead anywhere.
  return namesOnly(flags) || !(flags.has('R') || flags.has('dereference-recursive'))
}

const namesOnly = (flags: Call['flags']): boolean => GREP_NAMES_ONLY.some((flag) => flags.has(flag))

/** Searching a whole folder prints what is in `.env` as well, unless names or kinds of files are asked for. */
function grepSearches({ flags, values }: Call): boolean {
  const folders = flags.has('r') || flags.has('recursive')
  return folders && !namesOnly(flags) && !values.has('include')
}

const grep: Program = {
  options: harmless(
    'A: B: C: m: e: E F G P i v w x c l L n H h o q s r R a I U z T y -# after-context= before-context= context= max-count= regexp= include= exclude= exclude-dir= color? colour? extended-regexp fixed-strings basic-regexp perl-regexp ignore-case no-ignore-case invert-match word-regexp line-regexp count files-with-matches files-without-match line-number with-filename no-filename only-matching quiet silent no-messages recursive dereference-recursive text null line-buffered',
  ),
  check: grepCheck,
  searches: grepSearches,
  texts: 1,
  textOptions: ['A', 'B', 'C', 'm', 'e', 'regexp', 'color', 'colour', 'exclude', 'exclude-dir'],
  nameOptions: ['include'],
}

const rg: Program = {
  options: harmless(
    'A: B: C: e: g: t: T: m: M: r: d: j: i s S w x v c l n N o q F P U H I p 0 -# after-context= before-context= context= regexp= glob= iglob= type= type-not= max-count= max-columns= max-depth= replace= sort= sortr= color= threads= ignore-case case-sensitive smart-case word-regexp line-regexp invert-match count count-matches files files-with-matches files-without-match line-number no-line-number only-matching quiet fixed-strings pcre2 multiline multiline-dotall with-filename no-filename pretty null json stats heading no-heading vimgrep column trim type-list no-messages no-config',
  ),
  texts: 1,
  textOptions: [
    'A',
    'B',
    'C',
    'e',
    'regexp',
    't',
    'T',
    'type',
    'type-not',
    'm',
    'M',
    'r',
    'replace',
    'd',
    'j',
    'sort',
    'sortr',
    'color',
    'threads',
  ],
  nameOptions: ['g', 'glob', 'iglob'],
}

const sed: Program = {
  options: harmless(
    'n E r s u z e: expression= quiet silent regexp-extended separate null-data unbuffered posix',
  ),
  texts: 1,
  script: 0,
  textOptions: ['e', 'expression'],
  check: ({ values, operands }) => {
    const given = [...(values.get('e') ?? []), ...(values.get('expression') ?? [])]
    const scripts = given.length > 0 ? given : operands.slice(0, 1)
    return scripts.length > 0 && isHarmlessSed(scripts.join('\n'))
  },
}

const awk: Program = {
  options: harmless('F: v: field-separator= assign='),
  texts: 1,
  script: 0,
  textOptions: ['F', 'v', 'field-separator', 'assign'],
  check: ({ operands }) => operands[0] !== undefined && isHarmlessAwk(operands[0]),
}

const jq: Program = {
  options: harmless(
    'r c e s n S a j C M R raw-output raw-output0 compact-output exit-status slurp null-input sort-keys ascii-output join-output color-output monochrome-output raw-input tab unbuffered indent= arg== argjson==',
  ),
  texts: 1,
  script: 0,
  textOptions: ['indent', 'arg', 'argjson'],
  check: ({ operands }) => operands[0] !== undefined && isHarmlessJq(operands[0]),
}

const sort: Program = {
  options: harmless(
    'b d f g h i M n R r V u z c C s m k: t: S: ignore-leading-blanks dictionary-order ignore-case general-numeric-sort human-numeric-sort numeric-sort month-sort random-sort reverse version-sort unique zero-terminated check? stable merge key= field-separator= parallel=',
  ),
  textOptions: ['k', 't', 'S', 'key', 'field-separator', 'parallel', 'check'],
}

/** Programs that read text and print text. */
export const TEXT: Programs = {
  cat: {
    options: harmless(
      'A b e E n s t T u v number number-nonblank squeeze-blank show-all show-ends show-tabs',
    ),
    free: true,
  },
  head: {
    options: harmless('n: c: q v z -# lines= bytes= quiet silent verbose zero-terminated'),
    free: true,
    textOptions: ['n', 'c', 'lines', 'bytes'],
  },
  // Following a file never ends.
  tail: {
    options: harmless('n: c: q v z r -# lines= bytes= quiet silent verbose zero-terminated'),
    textOptions: ['n', 'c', 'lines', 'bytes'],
  },
  wc: { options: harmless('l w c m L lines words bytes chars max-line-length'), takesAny: true },
  nl: { options: harmless('b: n: w: s: v: i: p'), textOptions: ['b', 'n', 'w', 's', 'v', 'i'] },
  tac: { options: harmless('b r s: before regex separator='), textOptions: ['s', 'separator'] },
  rev: { options: harmless(''), free: true },
  cut: {
    options: harmless(
      'd: f: c: b: s n z complement delimiter= fields= characters= bytes= only-delimited output-delimiter=',
    ),
    textOptions: ['d', 'f', 'c', 'b', 'delimiter', 'fields', 'characters', 'bytes', 'output-delimiter'],
  },
  tr: { options: harmless('c C d s t complement delete squeeze-repeats truncate-set1'), texts: 'all' },
  paste: { options: harmless('d: s z delimiters= serial'), textOptions: ['d', 'delimiters'] },
  column: { options: harmless('t s: c: o: N: x n'), textOptions: ['s', 'c', 'o', 'N'] },
  fold: { options: harmless('w: s b width= spaces'), textOptions: ['w', 'width'] },
  comm: { options: harmless('1 2 3 i z') },
  cmp: { options: harmless('s l b n: silent quiet bytes='), textOptions: ['n', 'bytes'] },
  diff: {
    options: harmless(
      'u U: q r N w b B i a y W: c C: s t E Z x: unified? brief recursive new-file ignore-all-space ignore-space-change ignore-blank-lines ignore-case text side-by-side width= suppress-common-lines strip-trailing-cr report-identical-files color? exclude= no-dereference stat',
    ),
    textOptions: ['U', 'W', 'C', 'x', 'unified', 'width', 'color', 'exclude'],
    check: ({ flags, operands }) => operands.length === 2 && !flags.has('r') && !flags.has('recursive'),
  },
  // A second file would be written.
  uniq: {
    options: harmless(
      'c d D u i z f: s: w: count repeated unique ignore-case skip-fields= skip-chars= check-chars= zero-terminated',
    ),
    check: most(1),
    textOptions: ['f', 's', 'w', 'skip-fields', 'skip-chars', 'check-chars'],
  },
  xxd: { options: harmless('c: g: l: s: p u b e'), check: most(1), textOptions: ['c', 'g', 'l', 's'] },
  od: { options: harmless('A: t: N: j: w: c x v b d o'), textOptions: ['A', 't', 'N', 'j', 'w'] },
  strings: { options: harmless('a n: t: e: -#'), textOptions: ['n', 't', 'e'] },
  hexdump: { options: harmless('C n: s: b c d o x v'), textOptions: ['n', 's'] },
  zcat: { options: harmless('') },
  // `host:file` is fetched from there.
  tar: {
    options: harmless('t z j J v f:'),
    texts: 'all',
    check: ({ flags, values }) =>
      flags.has('t') && (values.get('f') ?? []).every((word) => !word.includes(':')),
  },
  unzip: { options: harmless('l'), check: ({ flags, operands }) => flags.has('l') && operands.length === 1 },
  shasum: { options: harmless('a: b t'), textOptions: ['a'] },
  md5sum: { options: harmless('b t z tag') },
  sha1sum: { options: harmless('b t z tag') },
  sha256sum: { options: harmless('b t z tag') },
  sha512sum: { options: harmless('b t z tag') },
  cksum: { options: harmless('') },
  grep,
  egrep: grep,
  fgrep: grep,
  rg,
  sed,
  gsed: sed,
  awk,
  gawk: awk,
  mawk: awk,
  jq,
  sort,
}
