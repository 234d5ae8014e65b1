import type { Tool } from '../../_shared/src/evidence.ts'
import type { Source } from '../../_shared/src/find-program.ts'
import {
  biomeFormats,
  blackSection,
  prettierInPackage,
  ruffFormats,
  ruffSection,
  shellSection,
} from './evidence-rules.ts'
import { folderOfFile, folderWithIgnoreFile, type Place, rustEdition } from './place.ts'

/** One formatter: which files it takes, what shows that the project wants it, how it is found and called. */
export interface Formatter extends Tool {
  readonly program: readonly Source[]
  readonly args: (place: Place) => readonly string[]
  /** How to get it, in words for a person. */
  readonly install: string
  /** True when it reads the text on stdin and prints the result; else it rewrites the file itself. */
  readonly piped?: true
  /** The folder it runs in; the evidence's folder if absent. */
  readonly folder?: (place: Place) => string
  /** Variables that keep it from the network, or from leaving files behind. */
  readonly env?: Readonly<Record<string, string>>
}

const SCRIPT = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx']
const STYLE = ['css', 'scss', 'less']
const DATA = ['json', 'jsonc', 'json5', 'yaml', 'yml']
const TEXT = ['md', 'markdown', 'mdx', 'html', 'htm', 'graphql', 'gql']

/** A proxy where nobody listens: a program that tries to download something fails at once and says so. */
const NO_NETWORK = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' }

/** All known formatters. Where a folder has evidence of two for a file, the first in this order is taken. */
export const FORMATTERS: readonly Formatter[] = [
  {
    name: 'biome',
    extensions: [...SCRIPT, 'json', 'jsonc', 'css', 'graphql', 'gql'],
    evidence: [{ names: ['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'], when: biomeFormats }],
    program: [
      { in: 'node_modules', package: '@biomejs/biome', bin: 'biome' },
      { in: 'path', command: 'biome' },
    ],
    // `format`, not `check`: that would also apply lint fixes and drop imports that are not used yet.
    args: ({ file }) => ['format', '--write', '--colors=off', '--no-errors-on-unmatched', file],
    install: 'npm install --save-dev --save-exact @biomejs/biome',
  },
  {
    name: 'dprint',
    extensions: [...SCRIPT, ...STYLE, ...DATA, ...TEXT, 'toml', 'rs', 'py', 'vue', 'svelte', 'astro'],
    evidence: [{ names: ['dprint.json', 'dprint.jsonc', '.dprint.json', '.dprint.jsonc'] }],
    program: [
      { in: 'node_modules', package: 'dprint', bin: 'dprint' },
      { in: 'path', command: 'dprint' },
    ],
    // On the command line a path is a pattern, so `[id].tsx` would match nothing; through stdin it is a path.
    args: ({ file }) => ['fmt', '--stdin', file],
    piped: true,
    env: NO_NETWORK,
    install: 'npm install --save-dev dprint',
  },
  {
    name: 'oxfmt',
    extensions: [...SCRIPT, ...STYLE, ...DATA, ...TEXT, 'toml', 'vue'],
    evidence: [{ names: ['.oxfmtrc.json', '.oxfmtrc.jsonc'] }],
    program: [{ in: 'node_modules', package: 'oxfmt', bin: 'oxfmt' }],
    args: ({ file }) => ['--write', '--no-error-on-unmatched-pattern', file],
    folder: folderWithIgnoreFile,
    install: 'npm install --save-dev oxfmt',
  },
  {
    name: 'prettier',
    extensions: [...SCRIPT, ...STYLE, ...DATA, ...TEXT, 'vue', 'svelte', 'astro', 'hbs'],
    evidence: [
      {
        names: [
          ...['', '.json', '.json5', '.yaml', '.yml', '.toml'].map((ending) => `.prettierrc${ending}`),
          ...['js', 'cjs', 'mjs', 'ts', 'cts', 'mts'].flatMap((ending) => [
            `.prettierrc.${ending}`,
            `prettier.config.${ending}`,
          ]),
        ],
      },
      { names: ['package.json'], when: prettierInPackage },
    ],
    program: [{ in: 'node_modules', package: 'prettier', bin: 'prettier' }],
    args: ({ file }) => ['--write', '--ignore-unknown', '--log-level', 'warn', file],
    folder: folderWithIgnoreFile,
    install: 'npm install --save-dev --save-exact prettier',
  },
  {
    name: 'deno',
    extensions: [...SCRIPT, 'json', 'jsonc', 'md', 'markdown'],
    evidence: [{ names: ['deno.json', 'deno.jsonc'] }],
    program: [{ in: 'path', command: 'deno' }],
    args: ({ file }) => ['fmt', '--quiet', file],
    env: { ...NO_NETWORK, DENO_NO_UPDATE_CHECK: '1' },
    install: 'see https://docs.deno.com/runtime/getting_started/installation/',
  },
  {
    name: 'ruff',
    extensions: ['py', 'pyi'],
    evidence: [
      { names: ['ruff.toml', '.ruff.toml'] },
      {
        names: ['pyproject.toml'],
        when: (text) => ruffFormats(text) || (ruffSection(text) && !blackSection(text)),
      },
    ],
    program: [
      { in: 'venv', command: 'ruff' },
      { in: 'path', command: 'ruff' },
    ],
    // `format` alone: `check --fix` deletes imports that the next edit was going to use.
    args: ({ file }) => ['format', '--force-exclude', '--no-cache', file],
    install: 'uv add --dev ruff, or pip install ruff',
  },
  {
    name: 'black',
    extensions: ['py', 'pyi'],
    evidence: [{ names: ['pyproject.toml'], when: blackSection }],
    program: [
      { in: 'venv', command: 'black' },
      { in: 'path', command: 'black' },
    ],
    args: ({ file }) => ['--quiet', file],
    install: 'pip install black',
  },
  {
    name: 'gofmt',
    extensions: ['go'],
    evidence: [{ names: ['go.mod'] }],
    program: [{ in: 'path', command: 'gofmt' }],
    args: ({ file }) => ['-w', file],
    install: 'it comes with Go, see https://go.dev/doc/install',
  },
  {
    // Not among the default `formatters`: it also deletes imports that are not used yet.
    name: 'goimports',
    extensions: ['go'],
    evidence: [{ names: ['go.mod'] }],
    program: [{ in: 'path', command: 'goimports' }],
    args: ({ file }) => ['-w', file],
    env: { GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    install: 'go install golang.org/x/tools/cmd/goimports@latest',
  },
  {
    name: 'rustfmt',
    extensions: ['rs'],
    evidence: [{ names: ['Cargo.toml'] }],
    program: [{ in: 'path', command: 'rustfmt' }],
    // Given a path, rustfmt also rewrites every module that the file declares; given text, it cannot.
    args: (place) => ['--edition', rustEdition(place), '--color', 'never'],
    piped: true,
    folder: folderOfFile,
    env: { RUSTUP_AUTO_INSTALL: '0', ...NO_NETWORK },
    install: 'rustup component add rustfmt',
  },
  {
    name: 'clang-format',
    extensions: ['c', 'h', 'cc', 'cpp', 'cxx', 'hh', 'hpp', 'hxx', 'm', 'mm', 'proto'],
    evidence: [{ names: ['.clang-format', '_clang-format'] }],
    program: [
      { in: 'venv', command: 'clang-format' },
      { in: 'path', command: 'clang-format' },
    ],
    args: ({ file }) => ['-i', '--style=file', '--fallback-style=none', file],
    install: 'install the package clang-format of your system, or pip install clang-format',
  },
  {
    name: 'shfmt',
    extensions: ['sh', 'bash', 'ksh', 'bats'],
    // Without flags shfmt takes its style from .editorconfig, so that file must speak of shell scripts.
    evidence: [{ names: ['.editorconfig'], when: shellSection }],
    program: [{ in: 'path', command: 'shfmt' }],
    args: ({ file }) => ['-w', file],
    install: 'install the package shfmt of your system',
  },
  {
    name: 'stylua',
    extensions: ['lua', 'luau'],
    evidence: [{ names: ['stylua.toml', '.stylua.toml'] }],
    program: [
      { in: 'node_modules', package: '@johnnymorganz/stylua-bin', bin: 'stylua' },
      { in: 'path', command: 'stylua' },
    ],
    args: ({ file }) => ['--respect-ignores', file],
    install: 'cargo install stylua, or the package stylua of your system',
  },
  {
    name: 'terraform',
    extensions: ['tf', 'tfvars'],
    evidence: [
      { names: ['.terraform.lock.hcl', '.terraform-version', '.tflint.hcl', 'versions.tf', 'main.tf'] },
    ],
    program: [
      { in: 'path', command: 'terraform' },
      { in: 'path', command: 'tofu' },
    ],
    args: ({ file }) => ['fmt', '-no-color', file],
    env: { CHECKPOINT_DISABLE: '1' },
    install: 'see https://developer.hashicorp.com/terraform/install',
  },
  {
    name: 'swift-format',
    extensions: ['swift'],
    evidence: [{ names: ['.swift-format'] }],
    program: [{ in: 'path', command: 'swift-format' }],
    args: ({ file }) => ['format', '--in-place', file],
    install: 'it comes with Swift 6 toolchains; on macOS brew install swift-format',
  },
  {
    name: 'zig',
    extensions: ['zig', 'zon'],
    evidence: [{ names: ['build.zig'] }],
    program: [{ in: 'path', command: 'zig' }],
    args: ({ file }) => ['fmt', file],
    install: 'see https://ziglang.org/download/',
  },
]
