import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseJsonc } from '../../_shared/src/jsonc.ts'
import { textOf } from '../../_shared/src/text-file.ts'
import type { Check } from './check.ts'
import type { Options } from './options.ts'
import { wordsOf } from './words.ts'

/** The commands to run, and what there is to say to the user about those that cannot be. */
export interface Found {
  readonly checks: readonly Check[]
  readonly problems: readonly string[]
}

/** The user's commands, else scripts of the package, else what the project's kind has for a test. */
export function findChecks(folder: string, options: Options): Found {
  if (options.commands.length > 0) return fromCommands(options.commands)
  const manifest = textOf(join(folder, 'package.json'))
  if (manifest !== undefined) return fromScripts(folder, manifest, options)
  const check = KINDS.flatMap((kind) => kind(folder) ?? [])[0]
  return check
    ? { checks: [check], problems: [] }
    : { checks: [], problems: [`nothing was checked, because the project has ${LOOKED_FOR}. ${HOW}`] }
}

const LOOKED_FOR =
  'no package.json, Makefile with a target check or test, Cargo.toml, go.mod or configuration of pytest'
const HOW = 'Name what has to pass: hooks config stop-gate --set \'commands=["make check"]\''

function fromCommands(commands: readonly string[]): Found {
  const checks: Check[] = []
  const problems: string[] = []
  for (const title of commands) {
    const read = wordsOf(title)
    if ('problem' in read) problems.push(`the command \`${title}\` cannot be run: ${read.problem}`)
    else checks.push({ title, command: read.words[0] ?? '', args: read.words.slice(1), env: read.env })
  }
  return { checks, problems }
}

function fromScripts(folder: string, text: string, { scripts, ownScripts }: Options): Found {
  const manifest = parseJsonc(text)
  if (!manifest) return { checks: [], problems: ['nothing was checked: package.json cannot be read as JSON'] }
  const own = (manifest['scripts'] ?? {}) as Readonly<Record<string, unknown>>
  const lines = scripts.map((name) => [name, Object.hasOwn(own, name) ? own[name] : undefined] as const)
  const usable = lines.filter(([, line]) => isCheck(line)).map(([name]) => name)
  const watching = lines
    .filter(([, line]) => typeof line === 'string' && WATCH.test(line))
    .map(([name]) => name)
  const absent = lines.filter(([, line]) => !isCheck(line)).map(([name]) => name)
  const manager = managerOf(folder, manifest)
  const problems = [
    ...watching.map((name) => `the script ${name} was left out, because it watches and would never end`),
    ...(usable.length === 0
      ? [`nothing was checked, because package.json has no script named ${scripts.join(', ')}. ${HOW}`]
      : ownScripts && absent.length > watching.length
        ? [`package.json has no script named ${absent.filter((name) => !watching.includes(name)).join(', ')}`]
        : []),
  ]
  return { checks: usable.map((name) => scriptCheck(manager, name)), problems }
}

const WATCH = /(?:^|\s)--watch(?:All)?(?![\w=-])|(?:^|\s)--watch(?:All)?=true\b|^\s*(?:vitest|jest) watch\b/

/** npm writes a script for tests into every new package that only says that there are none. */
function isCheck(line: unknown): boolean {
  if (typeof line !== 'string' || line.trim() === '' || WATCH.test(line)) return false
  return !/Error: no test specified/.test(line)
}

type Manager = 'npm' | 'pnpm' | 'yarn' | 'bun'

const LOCKS: readonly (readonly [string, Manager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
]

function managerOf(folder: string, manifest: Readonly<Record<string, unknown>>): Manager {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(String(manifest['packageManager'] ?? ''))?.[1]
  if (named) return named as Manager
  return LOCKS.find(([name]) => existsSync(join(folder, name)))?.[1] ?? 'npm'
}

function scriptCheck(manager: Manager, name: string): Check {
  const silent = manager === 'npm' || manager === 'pnpm' ? ['--silent'] : []
  return { title: `${manager} run ${name}`, command: manager, args: ['run', ...silent, name] }
}

const OFFLINE = { GOPROXY: 'off', GOTOOLCHAIN: 'local' }

/** What projects without a package.json have; the first that fits. */
const KINDS: readonly ((folder: string) => Check | undefined)[] = [
  (folder) => {
    const makefile = textOf(join(folder, 'Makefile')) ?? textOf(join(folder, 'makefile')) ?? ''
    const target = ['check', 'test'].find((name) => new RegExp(`^${name}[ \\t]*:(?!=)`, 'm').test(makefile))
    return target === undefined
      ? undefined
      : { title: `make ${target}`, command: 'make', args: ['--silent', target] }
  },
  (folder) =>
    existsSync(join(folder, 'Cargo.toml'))
      ? { title: 'cargo test', command: 'cargo', args: ['test', '--quiet'] }
      : undefined,
  (folder) =>
    existsSync(join(folder, 'go.mod'))
      ? { title: 'go test ./...', command: 'go', args: ['test', './...'], env: OFFLINE }
      : undefined,
  (folder) =>
    hasPytest(folder)
      ? // Status 5: there are no tests, which is no failure of any.
        {
          title: 'pytest',
          command: 'pytest',
          args: ['-q', '--no-header'],
          passes: [0, 5],
        }
      : undefined,
]

function hasPytest(folder: string): boolean {
  if (existsSync(join(folder, 'pytest.ini')) || existsSync(join(folder, 'conftest.py'))) return true
  const sections = [
    [join(folder, 'pyproject.toml'), /^[ \t]*\[tool\.pytest[.\]]/m],
    [join(folder, 'setup.cfg'), /^[ \t]*\[tool:pytest\]/m],
    [join(folder, 'tox.ini'), /^[ \t]*\[pytest\]/m],
  ] as const
  return sections.some(([file, section]) => section.test(textOf(file) ?? ''))
}
