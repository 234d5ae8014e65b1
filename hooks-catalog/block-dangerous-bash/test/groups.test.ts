import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayMatter } from '../src/prefilter.ts'
import { builtPack } from './built.ts'

const { analysis } = await builtPack()
const pack = path.resolve(import.meta.dirname, '..')

const QUESTION = {
  options: { groups: {}, allow: [], protectedPaths: [], rules: [] },
  place: { cwd: '/srv/shop/project', projectDir: '/srv/shop/project', home: '/home/someone' },
}

function verdictOf(command: string): string {
  return mayMatter(command) ? (analysis.analyse(command, QUESTION)?.verdict ?? 'none') : 'none'
}

interface Case {
  readonly event: { readonly tool_name?: string; readonly tool_input: { readonly command: string } }
  readonly options?: object
  readonly expect: { readonly decision: string }
}

const FILES = 'cloud containers infrastructure database publish-and-hosting git-hooks windows'.split(' ')
const cases = FILES.flatMap((file) => {
  const text = readFileSync(path.join(pack, 'cases', `${file}.json`), 'utf8')
  return (JSON.parse(text) as { cases: Case[] }).cases
})
  .filter(({ event, options }) => event.tool_name === undefined && options === undefined)
  .map(({ event, expect: { decision } }) => ({ command: event.tool_input.command, decision }))

const inner = (command: string) => `'${command.replaceAll("'", `'\\''`)}'`
const wrappings: ((command: string) => string)[] = [
  (command) => `bash -c ${inner(command)}`,
  (command) => `( ${command}\n)`,
  (command) => `true && { ${command}\n}`,
  (command) => `cd src; ${command}`,
  (command) => `eval ${inner(command)}`,
  (command) => `sh <<'STOP'\n${command}\nSTOP`,
  (command) => `if true; then ${command}\nfi`,
  (command) => `go() { ${command}\n}; go`,
  (command) => `echo ${inner(command)} | sh`,
]

describe('the groups of block-dangerous-bash', () => {
  it('say the same about a command wherever a shell runs it', () => {
    const wrapped = fc.tuple(
      fc.constantFrom(...cases.filter(({ command }) => !/<<|^HUSKY|STOP/.test(command))),
      fc.constantFrom(...wrappings),
    )
    fc.assert(
      fc.property(wrapped, ([{ command, decision }, wrap]) => {
        expect(verdictOf(wrap(command)), wrap(command)).toBe(decision)
      }),
      { numRuns: 600 },
    )
  })

  it('say nothing about a command that is only a text', () => {
    const stopped = cases.filter(({ decision, command }) => decision !== 'none' && !/\n/.test(command))
    const texts = [
      (command: string) => `echo ${inner(command)}`,
      (command: string) => `git commit -m ${inner(command)}`,
      (command: string) => `grep -rn -- ${inner(command)} src`,
      (command: string) => `cat > notes.md <<'STOP'\n${command}\nSTOP`,
    ]
    const written = fc.tuple(fc.constantFrom(...stopped), fc.constantFrom(...texts))
    fc.assert(
      fc.property(written, ([{ command }, write]) => {
        expect(verdictOf(write(command)), write(command)).toBe('none')
      }),
      { numRuns: 400 },
    )
  })

  it('are reached from the name of every program that they know', () => {
    // These run too often: their verbs stand in the filter instead.
    const verbs = new Set('npm pnpm yarn cargo dotnet dart flutter mix swift stack git-cz'.split(' '))
    const parts = analysis.allParts().filter(({ names }) => OWN.some((name) => names.includes(name)))
    expect(parts.length).toBe(OWN.length)
    const unseen = parts.flatMap(({ names }) =>
      names.filter((name) => !verbs.has(name) && !mayMatter(`${name} x`)),
    )
    expect(unseen).toEqual([])
  })

  it.each([
    'npm test',
    'npm run build',
    'yarn build',
    'pnpm -r build',
    'cargo test',
    'git commit -m "wip"',
    'git push origin main',
    'pytest -q',
  ])('do not start the reading of `%s` for nothing', (command) => {
    expect(mayMatter(command)).toBe(command.startsWith('git push'))
  })
})

// One program of each part that no other part knows.
const OWN = 'doctl helmfile terraform psql twine stripe pre-commit symfony vssadmin'.split(' ')

describe('the table of the README', () => {
  const rows = readFileSync(path.join(pack, 'README.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| `[a-z]+` +\|.*\|.*\|.*\|$/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))

  it.each(
    rows
      .flatMap(([, group = '', ...cells]) =>
        ['deny', 'ask', 'none'].flatMap((verdict, index) =>
          [...(cells[index] ?? '').matchAll(/`([^`]+)`/g)].map(([, command = '']) => ({
            group,
            verdict,
            command,
          })),
        ),
      )
      .filter(
        ({ group, command }) =>
          /cloud|containers|infra|database|publish|hosting|hooks|windows/.test(group) &&
          command !== '-WhatIf',
      ),
  )('is true: $command', ({ verdict, command }) => {
    const text = command
      .replaceAll('\\|', '|')
      .replaceAll('…', 'x')
      .replace('<revision>', 'ae10')
      .replace(/\\(?=[`\w]*$|\\)/g, '\\\\')
    expect(verdictOf(text)).toBe(verdict)
  })
})
