import { dirname, join, relative, sep } from 'node:path'
import type { Tool } from '../../_shared/src/evidence.ts'
import { parseJsonc } from '../../_shared/src/jsonc.ts'
import type { Source } from '../../_shared/src/program.ts'
import { NO_NETWORK } from '../../_shared/src/run-tool.ts'
import { textOf } from '../../_shared/src/text-file.ts'
import { buildInfoFile } from './build-info.ts'
import { configFor } from './tsconfig.ts'

/** What a checker is asked to check: files of one project, and its root; real paths. */
export interface Subject {
  /** The folder or the file that makes it one project for the checker. */
  readonly project: string
  readonly files: readonly string[]
}

/** One type checker: which files it takes, what shows that the project wants it, how it is found and called. */
export interface Checker extends Tool {
  /** What files have to have in common to be checked in one run, given a file and the evidence's path. */
  readonly project: (file: string, evidence: string) => string
  readonly program: (project: string) => readonly Source[]
  readonly cwd: (project: string) => string
  readonly args: (subject: Subject) => readonly string[]
  readonly format: 'lines' | 'pyright'
  /** What the text of a finding is like that is an error; others are left out. */
  readonly error: RegExp
  readonly env?: Readonly<Record<string, string>>
  readonly install: string
}

const VENV = (command: string): readonly Source[] => [
  { in: 'venv', command },
  { in: 'path', command },
]

/** All known type checkers. */
export const CHECKERS: readonly Checker[] = [
  {
    name: 'tsc',
    extensions: ['ts', 'tsx', 'mts', 'cts', 'vue', 'js', 'jsx', 'mjs', 'cjs'],
    evidence: [{ names: ['tsconfig.json'], when: checksSuch }],
    project: configFor,
    program: (config) =>
      usesVue(config)
        ? [{ in: 'node_modules', package: 'vue-tsc', bin: 'vue-tsc' }]
        : [{ in: 'node_modules', package: 'typescript', bin: 'tsc' }],
    cwd: dirname,
    args: ({ project }) => ['-p', project, '--noEmit', '--pretty', 'false', ...incremental(project)],
    format: 'lines',
    // 6304 to 6310: a project that it refers to has not been built, which is no fault of an edit.
    error: /^error TS(?!63(?:0[4-9]|10))/,
    install: 'npm install --save-dev typescript',
  },
  {
    name: 'mypy',
    extensions: ['py', 'pyi'],
    evidence: [
      { names: ['mypy.ini', '.mypy.ini'] },
      { names: ['pyproject.toml'], when: (text) => /^[ \t]*\[tool\.mypy\]/m.test(text) },
      { names: ['setup.cfg'], when: (text) => /^[ \t]*\[mypy\]/m.test(text) },
    ],
    project: folderOf,
    program: () => VENV('mypy'),
    cwd: itself,
    args: ({ files }) => [
      ...['--no-error-summary', '--no-color-output', '--hide-error-context'],
      '--no-pretty',
      ...files,
    ],
    format: 'lines',
    error: /^error: /,
    install: 'pip install mypy',
  },
  {
    name: 'pyright',
    extensions: ['py', 'pyi'],
    evidence: [
      { names: ['pyrightconfig.json'] },
      { names: ['pyproject.toml'], when: (text) => /^[ \t]*\[tool\.(?:based)?pyright\]/m.test(text) },
    ],
    project: folderOf,
    program: () => [
      { in: 'node_modules', package: 'pyright', bin: 'pyright' },
      ...['basedpyright', 'pyright'].flatMap(VENV),
    ],
    cwd: itself,
    args: ({ files }) => ['--outputjson', ...files],
    format: 'pyright',
    error: /^error: /,
    // The one of PyPI would download its program now.
    env: { ...NO_NETWORK, PYRIGHT_PYTHON_IGNORE_WARNINGS: '1' },
    install: 'npm install --save-dev pyright, or pip install pyright',
  },
  {
    name: 'go',
    extensions: ['go'],
    evidence: [{ names: ['go.mod'] }],
    project: folderOf,
    program: () => [{ in: 'path', command: 'go' }],
    cwd: itself,
    args: ({ project, files }) => ['vet', ...packagesOf(project, files)],
    format: 'lines',
    error: /./,
    env: { GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    install: 'see https://go.dev/doc/install',
  },
  {
    name: 'cargo',
    extensions: ['rs'],
    evidence: [{ names: ['Cargo.toml'] }],
    project: folderOf,
    program: () => [{ in: 'path', command: 'cargo' }],
    cwd: itself,
    args: ({ project, files }) => [
      ...CARGO,
      ...(files.some((file) => isExtra(project, file)) ? ['--all-targets'] : []),
    ],
    format: 'lines',
    error: /^error/,
    env: { RUSTUP_AUTO_INSTALL: '0', CARGO_TERM_PROGRESS_WHEN: 'never', ...NO_NETWORK },
    install: 'see https://rustup.rs',
  },
]

const CARGO = ['check', '--quiet', '--offline', '--message-format=short', '--color=never']

/** JavaScript is checked only where the configuration says so itself. */
function checksSuch(text: string, extension: string): boolean {
  return !/^[cm]?jsx?$/.test(extension) || /"checkJs"\s*:\s*true/.test(text)
}

function usesVue(config: string): boolean {
  const manifest = parseJsonc(textOf(join(dirname(config), 'package.json')) ?? '') ?? {}
  const packages = { ...(manifest['dependencies'] as object), ...(manifest['devDependencies'] as object) }
  return 'vue-tsc' in packages
}

function incremental(config: string): readonly string[] {
  const file = buildInfoFile(config)
  return file === '' ? [] : ['--incremental', '--tsBuildInfoFile', file]
}

function folderOf(_file: string, evidence: string): string {
  return dirname(evidence)
}

function itself(project: string): string {
  return project
}

function packagesOf(project: string, files: readonly string[]): readonly string[] {
  const folders = files.map((file) => relative(project, dirname(file)).split(sep).join('/'))
  return [...new Set(folders.map((folder) => (folder === '' ? '.' : `./${folder}`)))]
}

/** Tests, benches and examples of a crate are not looked at without being asked for. */
function isExtra(project: string, file: string): boolean {
  return /^(?:tests|benches|examples)[\\/]/.test(relative(project, file))
}
