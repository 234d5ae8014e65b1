import type { ToolCall } from './client/wire.ts'

/** What one hook is chosen by. */
export interface Choice {
  readonly kind: 'matcher' | 'command rule' | 'path rule' | 'other rule' | 'matcher and rule'
  readonly event: string
  readonly matcher?: string
  readonly if?: string
}

const MATCHERS = [
  ...[
    '',
    '*',
    'Bash',
    'bash',
    'Ba',
    'Bash|Edit',
    'Bash, Edit',
    'Bash,Edit , Read',
    'Edit|Write',
    'Bash|',
    '|Bash',
  ],
  ...[
    '|',
    'Bash Edit',
    'Bash Edit|Read',
    ' Bash ',
    'B.*',
    '^B',
    'sh$',
    '^Bash$',
    '(?!Bash).*',
    '.*',
    '.',
    '[BE]',
  ],
  ...[
    'Bash(git *)',
    '(',
    '[',
    '/Bash/',
    'Task',
    'Task|Read',
    '^Task$',
    'Agent',
    '^Agent',
    'mcp__elicit',
    'Web',
  ],
  ...[
    'mcp__elicit__ask',
    'mcp__elicit__.*',
    'mcp__.*',
    'mcp__elicit__*',
    '__ask',
    'Web.*',
    'WebFetch|WebSearch',
  ],
  ...['Skill', 'Edit,', 'Read\n', 'READ', 'Mul*', 'Notebook.*|Read'],
]

const COMMAND_RULES = [
  ...[
    'git *',
    'git:*',
    'git status',
    'git status:*',
    'git*',
    'git s*',
    '*status*',
    '* status',
    'git * --short',
    'npm run *',
  ],
  ...[
    'npm run build',
    'npm run build:*',
    'rm *',
    'rm:*',
    'rm -rf *',
    'cat *',
    'grep:*',
    'nothing *',
    'nothing at all',
    'ls:*',
  ],
  ...[
    'echo *',
    'sudo *',
    'git  status',
    ' git *',
    'git * ',
    'find * -delete',
    '*',
    '',
    'make',
    'cd:*',
    'echo \\*',
    'env *',
  ],
  ...[
    'bash -c *',
    'timeout:*',
    'g?t *',
    '[g]it *',
    'GIT *',
    'git status *',
    'export *',
    'test *',
    ':*',
    'time *',
  ],
].map((content) => `Bash(${content})`)

const PATH_PATTERNS = [
  ...[
    '*.ts',
    '**/*.ts',
    'src/**',
    'src/*',
    '/src/**',
    './src/*.ts',
    'src',
    'src/',
    '.env',
    '**/.env',
    '.env*',
    '*.md',
    '~/**',
  ],
  ...[
    'src/deep/*.ts',
    'deep/**',
    '*/two.ts',
    '**',
    '/**',
    '/*.ts',
    'SRC/**',
    'one.ts',
    '!src/**',
    'src/{one,two}.ts',
    'src/o?e.ts',
  ],
  ...['[os]*', 'lib/**', '../**', 'src/**/two.ts', 'src/on', 'src:*', '//**', '/one.ts'],
]

const PATH_RULES = ['Read', 'Edit', 'Write'].flatMap((tool) => PATH_PATTERNS.map((one) => `${tool}(${one})`))

const OTHER_RULES = [
  ...[
    'Bash',
    'Read',
    'Edit',
    'Write',
    'Agent',
    'Task',
    'Skill',
    'WebFetch',
    'WebSearch',
    'mcp__elicit__ask',
    'mcp__elicit',
  ],
  ...[
    'mcp__elicit__*',
    'bash',
    'Ba*',
    '*',
    'Bash|Edit',
    'Bash(',
    'Bash)',
    'Bash (ls)',
    'Agent(Explore)',
    'Task(*)',
    'Skill(tidy)',
  ],
  ...[
    'Skill(*)',
    'WebFetch(domain:example.com)',
    'WebFetch(*)',
    'WebSearch(tea)',
    'MultiEdit(src/**)',
    'mcp__elicit__ask(x)',
  ],
]

const BOTH = [
  ['Bash', 'Bash(git *)'],
  ['Edit|Write', 'Edit(src/**)'],
  ['Edit', 'Write(src/**)'],
  ['B.*', 'Read(*)'],
  ['Read', 'Read(*.ts)'],
  ['Write', 'Write'],
] as const

const ON_OTHER_EVENTS = [
  ...['startup', 'startup|resume', 'resume', 'start.*', 'Startup'].map((matcher) => ({
    event: 'SessionStart',
    matcher,
  })),
  ...['hello', 'hello|bye', 'hell', 'h.llo', 'hello bye'].map((matcher) => ({
    event: 'UserPromptExpansion',
    matcher,
  })),
  ...['other', 'clear', 'o.*', 'clear, other'].map((matcher) => ({ event: 'SessionEnd', matcher })),
  ...['anything', '('].flatMap((matcher) => [
    { event: 'UserPromptSubmit', matcher },
    { event: 'Stop', matcher },
  ]),
  { event: 'Stop', matcher: '', if: 'Bash(git *)' },
]

/** Every hook that is put before both. */
export const CHOICES: readonly Choice[] = [
  ...MATCHERS.map((matcher) => ({ kind: 'matcher', event: 'PreToolUse', matcher }) as const),
  ...COMMAND_RULES.map((rule) => ({ kind: 'command rule', event: 'PreToolUse', if: rule }) as const),
  ...PATH_RULES.map((rule) => ({ kind: 'path rule', event: 'PreToolUse', if: rule }) as const),
  ...OTHER_RULES.map((rule) => ({ kind: 'other rule', event: 'PreToolUse', if: rule }) as const),
  ...BOTH.map(
    ([matcher, rule]) => ({ kind: 'matcher and rule', event: 'PreToolUse', matcher, if: rule }) as const,
  ),
  ...ON_OTHER_EVENTS.map((choice) => ({ kind: 'matcher', ...choice }) as const),
]

const COMMANDS = [
  ...[
    'git status',
    'git',
    'git status --short',
    'gitk',
    'npm run build',
    'npm  run   build -- --x',
    'rm -rf build',
    'ls; rm one.ts',
  ],
  ...[
    'true && git status',
    'git log | grep x',
    'X=$(git status)',
    'X=$(git log | cat); ls',
    'ls $(git status)',
    'echo "on $(git status) now"',
  ],
  ...[
    'echo "$(git status)"',
    'echo `git status`',
    'ls $(rm x | cat)',
    '(cd src && git status)',
    '(cd src; rm x)',
    'for i in 1 2; do rm $i; done',
  ],
  ...[
    'if git status; then ls; fi',
    'while false; do git x; done',
    '{ git status; }',
    'f() { git x; }',
    'case x in a) git y;; esac',
    'A=1 B=2 git x',
  ],
  ...[
    'sudo git status',
    'timeout 5 git status',
    'env A=1 git status',
    'xargs git add',
    'find . -name x -delete',
    'find . | xargs rm',
  ],
  ...[
    'bash -c "git status"',
    'cat <<EOF\ngit x\nEOF',
    "cat <<'EOF'\ngit x\nEOF",
    'cat <<< "git x"',
    'echo $HOME',
    `echo $${'{HOME}'}`,
    'echo "$NOPE"',
  ],
  ...[
    'echo {a,b}',
    'echo a\\ b',
    '"git" status',
    "g'i't status",
    './git status',
    'git status &',
    '! git status',
    'git status 2>&1 | cat',
  ],
  ...[
    'git commit -m "a; rm b"',
    'echo "git status"',
    "echo '*'",
    'export A=$(git x)',
    'test -f x && make',
    '[ -f x ] && make',
    '[[ -f x ]] && make',
  ],
  ...[
    'time make',
    '# git x',
    'ls # git x',
    'cat < <(git x)',
    'echo $((1+2))',
    'echo $((a))',
    'git status\nls',
    'A=b; git $A',
    'git $NOPE',
    'make',
  ],
]

const FILES = ['one.ts', 'src/one.ts', 'src/deep/two.ts', '.env', 'src/.env', 'README.md', 'lib/src/one.ts']

/** Every call that the scripted model makes in a project that has these files. */
export function callsIn(project: string): readonly ToolCall[] {
  const at = (file: string) => `${project}/${file}`
  return [
    ...COMMANDS.map((command) => ({ tool: 'Bash', input: { command } })),
    ...FILES.flatMap((file) => [
      { tool: 'Read', input: { file_path: at(file) } },
      { tool: 'Edit', input: { file_path: at(file), old_string: 'a', new_string: 'b' } },
      { tool: 'Write', input: { file_path: at(`new/${file}`), content: 'a' } },
    ]),
    { tool: 'Write', input: { file_path: at('src/new.ts'), content: 'a' } },
    { tool: 'WebFetch', input: { url: 'https://example.com/a', prompt: 'a' } },
    { tool: 'WebSearch', input: { query: 'tea' } },
    { tool: 'Agent', input: { subagent_type: 'Explore', description: 'a', prompt: 'look' } },
    { tool: 'Skill', input: { skill: 'tidy' } },
    { tool: 'mcp__elicit__ask', input: {} },
  ]
}

/** The files that those calls are about. */
export const PROJECT_FILES = FILES
