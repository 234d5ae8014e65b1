import { dirname } from 'node:path'
import { NO_NETWORK } from '../../_shared/src/run-tool.ts'
import { clippyLints, section, shellcheckHook } from './evidence-rules.ts'
import type { Linter, Place } from './linter.ts'
import { SCRIPT_LINTERS } from './script-linters.ts'

const VENV = (command: string) => [{ in: 'venv', command } as const, { in: 'path', command } as const]

/** All known linters. */
export const LINTERS: readonly Linter[] = [
  ...SCRIPT_LINTERS,
  {
    name: 'ruff',
    extensions: ['py', 'pyi'],
    evidence: [
      { names: ['ruff.toml', '.ruff.toml'] },
      { names: ['pyproject.toml'], when: section('tool.ruff') },
    ],
    program: VENV('ruff'),
    // `--no-fix`: a configuration may ask for fixes on every run.
    args: ({ file }) => ['check', '--no-fix', '--output-format=concise', ...RUFF, file],
    // Taking away an import that the next edit is about to use helps nobody.
    fix: ({ file }) => ['check', '--fix', '--unfixable=F401', '--exit-zero', ...RUFF, file],
    format: 'lines',
    install: 'uv add --dev ruff, or pip install ruff',
  },
  {
    name: 'flake8',
    extensions: ['py', 'pyi'],
    evidence: [{ names: ['.flake8'] }, { names: ['setup.cfg', 'tox.ini'], when: section('flake8') }],
    program: VENV('flake8'),
    args: ({ file }) => ['--format=default', '--color=never', file],
    format: 'lines',
    warning: /^[WCR]\d/,
    install: 'pip install flake8',
  },
  {
    name: 'pylint',
    extensions: ['py'],
    evidence: [
      { names: ['.pylintrc', 'pylintrc', '.pylintrc.toml', 'pylintrc.toml'] },
      { names: ['pyproject.toml'], when: section('tool.pylint') },
      { names: ['setup.cfg'], when: section('pylint') },
    ],
    program: VENV('pylint'),
    args: ({ file }) => [
      '--score=n',
      '--msg-template={path}:{line}:{column}: {msg_id} {msg} ({symbol})',
      file,
    ],
    format: 'lines',
    warning: /^[WCRI]\d/,
    install: 'pip install pylint',
  },
  {
    name: 'golangci-lint',
    extensions: ['go'],
    evidence: [{ names: ['yml', 'yaml', 'toml', 'json'].map((ending) => `.golangci.${ending}`) }],
    program: [{ in: 'path', command: 'golangci-lint' }],
    // Go is understood by packages; what it finds in other files of the package is left out afterwards.
    args: ({ file }) => ['run', '--fix=false', '--allow-parallel-runners', dirname(file)],
    format: 'lines',
    elsewhere: 1,
    env: { GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    install: 'see https://golangci-lint.run/welcome/install/',
  },
  {
    // Not among the default `linters`: it builds the whole crate.
    name: 'clippy',
    extensions: ['rs'],
    evidence: [{ names: ['clippy.toml', '.clippy.toml'] }, { names: ['Cargo.toml'], when: clippyLints }],
    program: [{ in: 'path', command: 'cargo' }],
    args: () => ['clippy', '--quiet', '--offline', '--no-deps', '--message-format=short', '--color=never'],
    format: 'lines',
    warning: /^warning/,
    elsewhere: 101,
    env: { RUSTUP_AUTO_INSTALL: '0', ...NO_NETWORK },
    install: 'rustup component add clippy',
  },
  {
    name: 'shellcheck',
    extensions: ['sh', 'bash', 'ksh', 'bats'],
    evidence: [
      { names: ['.shellcheckrc', 'shellcheckrc'] },
      { names: ['.pre-commit-config.yaml', '.pre-commit-config.yml'], when: shellcheckHook },
    ],
    program: [...VENV('shellcheck')],
    args: ({ file }) => ['--format=gcc', '--color=never', file],
    format: 'lines',
    warning: /^(?:warning|note)/,
    install: 'install the package shellcheck of your system',
  },
  {
    name: 'rubocop',
    extensions: ['rb', 'rake', 'gemspec', 'ru'],
    evidence: [{ names: ['.rubocop.yml'] }],
    program: [
      { in: 'project', file: 'bin/rubocop' },
      { in: 'path', command: 'rubocop' },
    ],
    args: ({ file }) => ['--format=emacs', '--force-exclusion', '--no-color', file],
    fix: ({ file }) => ['--autocorrect', '--format=quiet', '--force-exclusion', '--no-color', file],
    format: 'lines',
    warning: /^[WCRI]: /,
    install: 'bundle add rubocop --group development && bundle binstubs rubocop',
  },
  {
    name: 'yamllint',
    extensions: ['yaml', 'yml'],
    evidence: [{ names: ['.yamllint', '.yamllint.yaml', '.yamllint.yml'] }],
    program: VENV('yamllint'),
    args: ({ file }) => ['--format=parsable', file],
    format: 'lines',
    warning: /^\[warning\]/,
    install: 'pip install yamllint',
  },
  {
    name: 'swiftlint',
    extensions: ['swift'],
    evidence: [{ names: ['.swiftlint.yml'] }],
    program: [{ in: 'path', command: 'swiftlint' }],
    args: ({ file }) => ['lint', '--quiet', '--force-exclude', '--no-cache', file],
    fix: ({ file }) => ['lint', '--fix', '--quiet', '--force-exclude', file],
    format: 'lines',
    warning: /^warning/,
    install: 'brew install swiftlint',
  },
  {
    name: 'phpcs',
    extensions: ['php'],
    evidence: [{ names: ['.phpcs.xml', 'phpcs.xml', '.phpcs.xml.dist', 'phpcs.xml.dist'] }],
    program: [
      { in: 'project', file: 'vendor/bin/phpcs' },
      { in: 'path', command: 'phpcs' },
    ],
    args: ({ file }) => ['--report=emacs', '-q', '--no-colors', file],
    format: 'lines',
    warning: /^warning/,
    install: 'composer require --dev squizlabs/php_codesniffer',
  },
]

const RUFF = ['--force-exclude', '--no-cache', '--quiet']

/** The folder that a linter runs in. */
export function folderOf(linter: Linter, place: Place): string {
  return linter.cwd?.(place) ?? place.folder
}
