import { harmless } from '../options.ts'
import type { Call, Program, Programs } from '../program.ts'

const DIFF =
  'p u s U: S: G: M? C? B? w b a z W R -# patch no-patch unified= raw stat? numstat shortstat dirstat? summary name-only name-status color? no-color word-diff? word-diff-regex= color-words? find-renames? find-copies? no-renames full-index binary abbrev? ignore-all-space ignore-space-change ignore-space-at-eol ignore-blank-lines ignore-cr-at-eol function-context inter-hunk-context= diff-filter= pickaxe-all pickaxe-regex minimal patience histogram diff-algorithm= submodule? compact-summary check exit-code quiet relative? text no-prefix no-ext-diff no-textconv patch-with-stat'
const LOG =
  'n: q L: i E F g m c cc oneline decorate? no-decorate graph all branches? tags? remotes? author= committer= grep= all-match invert-grep since= after= until= before= max-count= skip= merges no-merges first-parent follow reverse date= date-order topo-order author-date-order format= pretty? abbrev-commit no-abbrev-commit left-right cherry-pick cherry-mark cherry boundary simplify-by-decoration full-history ancestry-path name-only parents children source notes? no-notes walk-reflogs regexp-ignore-case extended-regexp fixed-strings'

const VALUES = [
  ...[
    'U',
    'S',
    'G',
    'M',
    'C',
    'B',
    'n',
    'unified',
    'stat',
    'dirstat',
    'color',
    'word-diff',
    'word-diff-regex',
  ],
  ...[
    'color-words',
    'find-renames',
    'find-copies',
    'abbrev',
    'inter-hunk-context',
    'diff-filter',
    'diff-algorithm',
  ],
  ...[
    'submodule',
    'relative',
    'decorate',
    'branches',
    'tags',
    'remotes',
    'author',
    'committer',
    'grep',
    'since',
  ],
  ...[
    'after',
    'until',
    'before',
    'max-count',
    'skip',
    'date',
    'format',
    'pretty',
    'notes',
    'sort',
    'contains',
  ],
  ...['no-contains', 'merged', 'no-merged', 'points-at', 'column', 'match', 'exclude', 'short', 'abbrev-ref'],
]

/** Checking signatures runs the program that the settings of git name. */
const unsigned = ({ values }: Call): boolean =>
  ['format', 'pretty'].every((option) => (values.get(option) ?? []).every((word) => !word.includes('%G')))

const reads = (list: string, check: Program['check'] = () => true): Program => ({
  options: harmless(list),
  textOptions: VALUES,
  check: (call) => unsigned(call) && check(call),
})

/** Operands are names, not paths. */
const names = (list: string, check: Program['check']): Program => ({ ...reads(list, check), texts: 'all' })

/** Names given to `git branch` and `git tag` make new ones, unless a list is asked for. */
const onlyLists = ({ flags, operands }: Call): boolean => operands.length === 0 || flags.has('list')

const firstIs = (form: RegExp) => (call: Call) => form.test(call.operands[0] ?? '')

const SETTING =
  /^(?:user\.(?:name|email)|core\.[\w-]+|init\.\w+|pull\.\w+|push\.\w+|merge\.\w+|rebase\.\w+|branch\.[\w./-]+)$/i

/** Subcommands of git that only read. */
const GIT: Programs = {
  status: reads(
    's b v u? z short branch verbose long porcelain? show-stash ahead-behind no-ahead-behind untracked-files? ignored? renames no-renames column?',
  ),
  log: reads(`${LOG} ${DIFF}`),
  show: reads(`${LOG} ${DIFF}`),
  diff: reads(`${DIFF} cached staged merge-base`),
  'diff-tree': reads(`${DIFF} r t root no-commit-id`),
  shortlog: reads(
    's n e c group= summary numbered email no-merges merges all since= until= after= before= author=',
  ),
  blame: reads('L: l t w s e p C? M? f n date= porcelain line-porcelain show-email show-name'),
  'rev-parse': reads(
    'q quiet verify short? abbrev-ref? show-toplevel show-prefix show-cdup git-dir absolute-git-dir git-common-dir is-inside-work-tree is-bare-repository is-inside-git-dir is-shallow-repository symbolic-full-name',
  ),
  'rev-list': reads(
    'n: count all branches? max-count= since= until= after= before= no-merges merges first-parent left-right reverse author= oneline abbrev-commit',
  ),
  'merge-base': reads('a all is-ancestor fork-point octopus'),
  'name-rev': reads('name-only tags'),
  describe: reads('tags all always long dirty? abbrev= match= exclude= first-parent exact-match contains'),
  'ls-files': reads(
    'c d m o s u z t v cached deleted modified others stage unmerged exclude-standard error-unmatch full-name',
  ),
  'ls-tree': reads('d r t l z name-only name-status full-name full-tree long abbrev?'),
  'cat-file': reads('t s e p', ({ flags }) => flags.size > 0),
  'for-each-ref': reads('count= sort= format= contains? merged? no-merged? points-at='),
  'show-ref': reads('s q heads tags head verify hash? quiet'),
  'check-ignore': reads('v q n verbose quiet non-matching'),
  'count-objects': reads('v H verbose human-readable'),
  branch: names(
    'a r v q all remotes list verbose quiet show-current no-color color? contains= no-contains= merged? no-merged? sort= format= points-at= column? no-column ignore-case i',
    onlyLists,
  ),
  tag: names(
    'l n? i list sort= format= contains= no-contains= merged? no-merged? points-at= column? ignore-case',
    (call) => onlyLists(call) || call.flags.has('l'),
  ),
  stash: reads(`${DIFF}`, firstIs(/^(?:list|show)$/)),
  worktree: reads('porcelain v z', firstIs(/^list$/)),
  remote: reads('', ({ operands }) => operands.length === 0),
  reflog: reads(
    `${LOG} -#`,
    ({ operands }) =>
      operands.length === 0 || operands[0] === 'show' || /^HEAD(?:@\{\d+\})?$/.test(operands[0] ?? ''),
  ),
  config: reads(
    'get global local system',
    ({ flags, operands }) =>
      (flags.has('get') || flags.size === 0) && operands.length === 1 && SETTING.test(operands[0] ?? ''),
  ),
  grep: reads(
    'A: B: C: e: n i l L c w v E F P G h H o q I a W p -# line-number ignore-case files-with-matches name-only count word-regexp extended-regexp fixed-strings perl-regexp show-function function-context heading break cached column',
  ),
}

const GLOBAL = /^(?:--no-pager|-P|--no-optional-locks|--literal-pathspecs)$/

/** The subcommand of a call of git, with its own words; `undefined` for all that may do more than read. */
export function gitProgram(args: readonly string[]): readonly [Program, readonly string[]] | undefined {
  const at = args.findIndex((word) => !GLOBAL.test(word))
  const verb = at < 0 ? undefined : args[at]
  if (verb === '--version' || verb === 'version')
    return args.length === at + 1 ? [{ options: harmless('version') }, []] : undefined
  const program = verb !== undefined && Object.hasOwn(GIT, verb) ? GIT[verb] : undefined
  return program && [program, args.slice(at + 1)]
}
