import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { foldersUpTo } from '../../_shared/src/folders-up-to.ts'
import { NO_NETWORK } from '../../_shared/src/run-tool.ts'
import { biomeLints, packageSection } from './evidence-rules.ts'
import type { Linter, Place } from './linter.ts'

const SCRIPT = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx']
const ENDINGS = ['js', 'cjs', 'mjs', 'ts', 'cts', 'mts']
const ESLINTRC = ['', '.js', '.cjs', '.yaml', '.yml', '.json'].map((ending) => `.eslintrc${ending}`)

/** Linters for the languages of the web. */
export const SCRIPT_LINTERS: readonly Linter[] = [
  {
    name: 'biome',
    extensions: [...SCRIPT, 'json', 'jsonc', 'css', 'graphql', 'gql', 'vue', 'svelte', 'astro'],
    evidence: [{ names: ['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'], when: biomeLints }],
    program: [
      { in: 'node_modules', package: '@biomejs/biome', bin: 'biome' },
      { in: 'path', command: 'biome' },
    ],
    args: ({ file }) => ['lint', '--reporter=github', ...BIOME, file],
    // Taking away an import that the next edit is about to use helps nobody.
    fix: ({ file }) => ['lint', '--write', '--skip=correctness/noUnusedImports', ...BIOME, file],
    format: 'github',
    install: 'npm install --save-dev --save-exact @biomejs/biome',
  },
  {
    name: 'oxlint',
    extensions: [...SCRIPT, 'vue', 'svelte', 'astro'],
    evidence: [{ names: ['.oxlintrc.json', '.oxlintrc.jsonc', 'oxlint.config.ts'] }],
    program: [{ in: 'node_modules', package: 'oxlint', bin: 'oxlint' }],
    args: ({ file }) => ['--format=unix', '--no-error-on-unmatched-pattern', file],
    fix: ({ file }) => ['--fix', '--no-error-on-unmatched-pattern', file],
    format: 'lines',
    warning: /\[Warning/,
    install: 'npm install --save-dev oxlint',
  },
  {
    name: 'eslint',
    extensions: [...SCRIPT, 'vue', 'svelte', 'astro'],
    evidence: [
      { names: [...ENDINGS.map((ending) => `eslint.config.${ending}`), ...ESLINTRC] },
      { names: ['package.json'], when: packageSection('eslintConfig') },
    ],
    program: [{ in: 'node_modules', package: 'eslint', bin: 'eslint' }],
    args: ({ file }) => ['--format=json', '--no-error-on-unmatched-pattern', file],
    fix: ({ file }) => ['--fix', '--format=json', '--no-error-on-unmatched-pattern', file],
    format: 'eslint',
    cwd: eslintFolder,
    install: 'npm install --save-dev eslint',
  },
  {
    name: 'deno',
    extensions: SCRIPT,
    evidence: [{ names: ['deno.json', 'deno.jsonc'] }],
    program: [{ in: 'path', command: 'deno' }],
    args: ({ file }) => ['lint', '--compact', '--quiet', file],
    fix: ({ file }) => ['lint', '--fix', '--quiet', file],
    format: 'lines',
    env: { ...NO_NETWORK, DENO_NO_UPDATE_CHECK: '1' },
    install: 'see https://docs.deno.com/runtime/getting_started/installation/',
  },
  {
    name: 'stylelint',
    extensions: ['css', 'scss', 'sass', 'less'],
    evidence: [
      {
        names: [
          ...['', '.json', '.yaml', '.yml', '.js', '.cjs', '.mjs'].map((ending) => `.stylelintrc${ending}`),
          ...ENDINGS.map((ending) => `stylelint.config.${ending}`),
        ],
      },
      { names: ['package.json'], when: packageSection('stylelint') },
    ],
    program: [{ in: 'node_modules', package: 'stylelint', bin: 'stylelint' }],
    args: ({ file }) => ['--formatter=unix', '--allow-empty-input', file],
    fix: ({ file }) => ['--fix', '--allow-empty-input', file],
    format: 'lines',
    warning: /\[warning\]$/,
    install: 'npm install --save-dev stylelint',
  },
  {
    name: 'markdownlint',
    extensions: ['md', 'markdown'],
    evidence: [
      {
        names: [
          ...['.jsonc', '.yaml', '.cjs', '.mjs'].map((ending) => `.markdownlint-cli2${ending}`),
          ...['.json', '.jsonc', '.yaml', '.yml'].map((ending) => `.markdownlint${ending}`),
        ],
      },
    ],
    program: [{ in: 'node_modules', package: 'markdownlint-cli2', bin: 'markdownlint-cli2' }],
    // On its command line a path is a pattern, unless a colon is in front of it.
    args: ({ file }) => ['--no-globs', `:${file}`],
    fix: ({ file }) => ['--fix', '--no-globs', `:${file}`],
    format: 'lines',
    warning: /^warning/,
    install: 'npm install --save-dev markdownlint-cli2',
  },
]

const BIOME = ['--colors=off', '--no-errors-on-unmatched', '--max-diagnostics=200']

/** A flat configuration counts in its own folder; plugins of an .eslintrc are looked for from the package's. */
function eslintFolder({ folder, root }: Place): string {
  if (ENDINGS.some((ending) => existsSync(join(folder, `eslint.config.${ending}`)))) return folder
  return foldersUpTo(root, folder).find((one) => existsSync(join(one, 'package.json'))) ?? folder
}
