import { dirname, relative, sep } from 'node:path'
import type { Tool } from '../../_shared/src/evidence.ts'
import { parseJsonc } from '../../_shared/src/jsonc.ts'
import type { Source } from '../../_shared/src/program.ts'
import { NO_NETWORK } from '../../_shared/src/run-tool.ts'
import { pythonTests, rubySpecs } from './test-files.ts'

/** One test runner: which files it takes, what shows that the project uses it, how it is found and called. */
export interface Runner extends Tool {
  readonly program: readonly Source[]
  /** What to name on its command line for an edited file; empty when it has no tests. */
  readonly subjects: (
    file: string,
    at: { readonly folder: string; readonly root: string },
  ) => readonly string[]
  readonly args: (subjects: readonly string[]) => readonly string[]
  /** Exit statuses that mean that nothing has failed; default: 0. */
  readonly passes?: readonly number[]
  readonly env?: Readonly<Record<string, string>>
  readonly install: string
}

const SCRIPT = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx', 'vue', 'svelte']
const ENDINGS = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts']

const REQUIREMENTS = ['-dev', '_dev', '-test', '_test', ''].map((kind) => `requirements${kind}.txt`)

const itself = (file: string): readonly string[] => [file]

/** All known runners. Of several that a project configures for a file, the first with the nearest evidence is taken. */
export const RUNNERS: readonly Runner[] = [
  {
    name: 'vitest',
    extensions: SCRIPT,
    evidence: [
      { names: ENDINGS.flatMap((ending) => [`vitest.config.${ending}`, `vitest.workspace.${ending}`]) },
      { names: ['package.json'], when: (text) => depends(text, 'vitest') },
    ],
    program: [{ in: 'node_modules', package: 'vitest', bin: 'vitest' }],
    // It knows by imports which tests a file is part of. `--run`, and no terminal: it never watches.
    subjects: itself,
    args: (files) => ['related', '--passWithNoTests', '--run', ...files],
    install: 'npm install --save-dev vitest',
  },
  {
    name: 'jest',
    extensions: SCRIPT,
    evidence: [
      { names: [...ENDINGS, 'json'].map((ending) => `jest.config.${ending}`) },
      {
        names: ['package.json'],
        when: (text) => 'jest' in (parseJsonc(text) ?? {}) || depends(text, 'jest'),
      },
    ],
    program: [{ in: 'node_modules', package: 'jest', bin: 'jest' }],
    subjects: itself,
    args: (files) => ['--ci', '--watchAll=false', '--passWithNoTests', '--findRelatedTests', ...files],
    install: 'npm install --save-dev jest',
  },
  {
    name: 'pytest',
    extensions: ['py'],
    evidence: [
      { names: ['pytest.ini', '.pytest.ini'] },
      {
        names: ['pyproject.toml'],
        when: (text) => /^[ \t]*\[tool\.pytest[.\]]|["']pytest[\s"'<>=~!;[]/m.test(text),
      },
      { names: REQUIREMENTS, when: (text) => /^pytest(?![\w-])/m.test(text) },
      { names: ['setup.cfg'], when: (text) => /^[ \t]*\[tool:pytest\]/m.test(text) },
      { names: ['tox.ini'], when: (text) => /^[ \t]*\[pytest\]/m.test(text) },
    ],
    program: [
      { in: 'venv', command: 'pytest' },
      { in: 'path', command: 'pytest' },
    ],
    subjects: (file, { root }) => pythonTests(file, root),
    args: (tests) => ['-q', '--no-header', '--color=no', ...tests],
    // 5: the files have no tests.
    passes: [0, 5],
    install: 'pip install pytest',
  },
  {
    name: 'go',
    extensions: ['go'],
    evidence: [{ names: ['go.mod'] }],
    program: [{ in: 'path', command: 'go' }],
    subjects: (file, { folder }) => {
      const inside = relative(folder, dirname(file)).split(sep).join('/')
      return [inside === '' ? '.' : `./${inside}`]
    },
    args: (packages) => ['test', ...packages],
    env: { GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    install: 'see https://go.dev/doc/install',
  },
  {
    name: 'cargo',
    extensions: ['rs'],
    evidence: [{ names: ['Cargo.toml'], when: (text) => /^[ \t]*\[package\]/m.test(text) }],
    program: [{ in: 'path', command: 'cargo' }],
    // Run in its folder, cargo tests that package and not the workspace.
    subjects: (_, { folder }) => [folder],
    args: () => ['test', '--quiet', '--offline', '--color=never'],
    env: { RUSTUP_AUTO_INSTALL: '0', ...NO_NETWORK },
    install: 'see https://rustup.rs',
  },
  {
    name: 'rspec',
    extensions: ['rb'],
    evidence: [{ names: ['.rspec'] }],
    program: [
      { in: 'project', file: 'bin/rspec' },
      { in: 'path', command: 'rspec' },
    ],
    subjects: (file, { root }) => rubySpecs(file, root),
    args: (specs) => ['--no-color', '--format=progress', ...specs],
    install: 'bundle add rspec --group test && bundle binstubs rspec-core',
  },
]

function depends(text: string, name: string): boolean {
  const manifest = parseJsonc(text) ?? {}
  return name in { ...(manifest['dependencies'] as object), ...(manifest['devDependencies'] as object) }
}
