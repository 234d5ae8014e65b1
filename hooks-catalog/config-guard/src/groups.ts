import { patternsOf } from '../../_shared/src/files/patterns.ts'
import type { Rule, Verdict } from '../../_shared/src/files/rule.ts'

interface Group {
  readonly name: string
  readonly verdict: Verdict | 'off'
  readonly patterns: readonly string[]
  /** Folders that hold what is protected and more: they may not be removed as a whole. */
  readonly holders?: readonly string[]
  readonly why: string
}

const everyClaude = (names: string): readonly string[] =>
  names.split(' ').flatMap((name) => [`**/.claude/${name}`, `~/.claude/${name}`])

/** The groups; their verdicts are the defaults of the schema. */
const GROUPS: readonly Group[] = [
  {
    name: 'settings',
    verdict: 'deny',
    patterns: [
      ...everyClaude('settings.json settings.local.json'),
      ...['~/.claude.json', '//etc/claude-code', '//Library/Application Support/ClaudeCode'],
      '//**/Program Files/ClaudeCode',
    ],
    holders: ['**/.claude', '~/.claude'],
    why: 'it is a settings file of Claude Code, which governs what you may do',
  },
  {
    name: 'hooks',
    verdict: 'deny',
    patterns: [...everyClaude('hooks hookpack hookpack.local plugins')],
    why: 'it belongs to the hooks that watch over this session',
  },
  {
    name: 'servers',
    verdict: 'deny',
    patterns: ['.mcp.json', ...everyClaude('.mcp.json')],
    why: 'it says which MCP servers are started',
  },
  {
    name: 'git',
    verdict: 'deny',
    patterns: [
      '**/.git/hooks',
      '**/.git/config',
      '**/.git/info/attributes',
      '.husky',
      '.githooks',
      '~/.gitconfig',
      '~/.config/git',
    ],
    holders: ['./.git'],
    why: 'git runs what stands in it',
  },
  {
    name: 'instructions',
    verdict: 'off',
    patterns: [
      'CLAUDE.md',
      'CLAUDE.local.md',
      'AGENTS.md',
      '~/.claude/CLAUDE.md',
      ...everyClaude('rules agents commands skills'),
    ],
    why: 'it holds the instructions that you are given',
  },
  {
    name: 'linters',
    verdict: 'off',
    patterns: [
      ...'.eslintrc .eslintrc.* eslint.config.* .eslintignore biome.json biome.jsonc .oxlintrc.json'.split(
        ' ',
      ),
      ...'.prettierrc .prettierrc.* prettier.config.* .prettierignore .stylelintrc .stylelintrc.*'.split(' '),
      ...'.editorconfig dprint.json deno.json deno.jsonc tsconfig.json tsconfig.*.json jsconfig.json'.split(
        ' ',
      ),
      ...'ruff.toml .ruff.toml .flake8 .pylintrc pylintrc mypy.ini .mypy.ini pyrightconfig.json setup.cfg'.split(
        ' ',
      ),
      ...'.golangci.yml .golangci.yaml .golangci.toml clippy.toml .clippy.toml rustfmt.toml .rustfmt.toml'.split(
        ' ',
      ),
      ...'.rubocop.yml .shellcheckrc .clang-format .clang-tidy phpstan.neon .php-cs-fixer.php'.split(' '),
      ...'.pre-commit-config.yaml lefthook.yml .lintstagedrc .lintstagedrc.* .markdownlint.json'.split(' '),
      ...'.nycrc .nycrc.json codecov.yml .coveragerc'.split(' '),
    ],
    why: 'it says what counts as a fault; mend the code, not the rule',
  },
]

const INSTEAD = 'Tell the user which change you suggest, and let them make it'

/** The rules that the options make. `scripts` are files that hooks in the settings start. */
export function rulesOf(
  options: Readonly<Record<string, unknown>>,
  scripts: readonly string[] = [],
): readonly Rule[] {
  const settings = (options['groups'] ?? {}) as Readonly<Record<string, unknown>>
  const extra = Array.isArray(options['extra'])
    ? options['extra'].filter((one) => typeof one === 'string')
    : []
  const exceptions = extra.filter((text) => text.startsWith('!'))
  const groups = GROUPS.flatMap(({ name, verdict: usual, patterns, holders, why }) => {
    const verdict = settings[name] ?? usual
    if (verdict !== 'deny' && verdict !== 'ask') return []
    const own = name === 'hooks' ? scripts.map(literally) : []
    return [ruleOf({ name, verdict, why }, [...patterns, ...own, ...exceptions], holders)]
  })
  return [...groups, ruleOf({ name: 'extra', verdict: 'deny', why: "the user's own list names it" }, extra)]
}

/** A file as a pattern for it alone. */
function literally(file: string): string {
  return `//${file
    .replaceAll('\\', '/')
    .replace(/^\/+/, '')
    .replace(/[*?[\]]/g, '?')}`
}

function ruleOf(
  rule: Pick<Rule, 'name' | 'verdict' | 'why'>,
  texts: readonly string[],
  holders: readonly string[] = [],
): Rule {
  const list = patternsOf(texts)
  // The folder itself, not what is in it.
  const whole = patternsOf(holders.flatMap((holder) => [holder, `!${holder}/**`]))
  return { ...rule, instead: INSTEAD, patterns: { write: list, remove: [...whole, ...list] } }
}
