import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayMatter } from '../src/prefilter.ts'
import type { Options } from '../src/types.ts'
import { builtPack, casesOf, listedCommands } from './built.ts'
import { companies, mentions, type Rewrite, spellings, wrappings } from './rewrites.ts'

const { analysis } = await builtPack()
const full = process.env['HOOKPACK_FULL'] === '1'
const RUNS = full ? 20_000 : 500
const LONGEST_RUN = full ? 1_800_000 : 60_000

const PLACE = { cwd: '/home/someone/project', projectDir: '/home/someone/project', home: '/home/someone' }
const OPTIONS: Options = { groups: {}, allow: [], protectedPaths: [], rules: [] }

function answerTo(command: string) {
  return mayMatter(command) ? analysis.analyse(command, { options: OPTIONS, place: PLACE }) : undefined
}

function verdictOf(command: string): string | undefined {
  return answerTo(command)?.verdict
}

// Cases whose command means the same inside another one.
const LONGEST = 300
const cases = [...casesOf(), ...listedCommands()].filter(
  ({ command, options }) => !options && command.length < LONGEST && !/[{}](?:project|home)/.test(command),
)
// What is no valid shell is stopped for that, and other languages do not care. What a secret is printed into
// may keep it, and in other languages a name behind `$` is no variable of the environment.
const dangerous = cases.filter(({ decision, command }) => {
  const answer = answerTo(command)
  return (
    decision !== 'none' && answer !== undefined && !/unreadable|show-secret|send-token/.test(answer.reason)
  )
})
const harmless = cases.filter((entry) => entry.decision === 'none' && verdictOf(entry.command) === undefined)
const commandsOf = (list: typeof cases) => list.map(({ command }) => command)

// Here-documents end at a line of their own, a comment at the end would take the rest of the line along, and
// parameters are others in another shell; `{}` is a file to find.
const isWhole = (command: string) => !/<<|#|\{\}|\$\{?[0-9@*!]/.test(command)

const outer = fc.array(fc.constantFrom(...wrappings, ...companies), { minLength: 1, maxLength: 3 })
const apply = (command: string, rewrites: readonly Rewrite[]) =>
  rewrites.reduce((text, rewrite) => rewrite(text), command)

const plain = commandsOf(dangerous).filter((command) =>
  /^(?!coproc)[a-z]\w*(?: [\w./:=@+,-]+)+$/.test(command),
)
const respelled = fc
  .constantFrom(...plain)
  .chain((command) =>
    fc
      .tuple(
        ...command
          .split(' ')
          .map((word) =>
            fc
              .tuple(fc.constantFrom(...spellings), fc.constantFrom(' ', '  ', '\t', ' \\\n'))
              .map(([spell, gap]) => spell(word) + gap),
          ),
      )
      .map((words) => words.join('').replace(/\s*(?:\\\n)?$/, '')),
  )

describe('rewriting a command', () => {
  it(
    'never turns a stopped command into a silent one',
    () => {
      expect(dangerous.length).toBeGreaterThan(400)
      fc.assert(
        fc.property(fc.constantFrom(...commandsOf(dangerous).filter(isWhole)), outer, (command, rewrites) => {
          const text = apply(command, rewrites)
          expect(['deny', 'ask'], text).toContain(verdictOf(text))
        }),
        { numRuns: RUNS },
      )
    },
    LONGEST_RUN,
  )

  it(
    'never hides a word of a stopped command',
    () => {
      expect(plain.length).toBeGreaterThan(100)
      fc.assert(
        fc.property(respelled, fc.option(fc.constantFrom(...wrappings)), (command, wrap) => {
          const text = wrap ? wrap(command) : command
          expect(['deny', 'ask'], text).toContain(verdictOf(text))
        }),
        { numRuns: RUNS },
      )
    },
    LONGEST_RUN,
  )

  it(
    'never makes a text out of a command that is only mentioned',
    () => {
      const all = commandsOf(cases).filter((command) => isWhole(command) && !command.includes('\0'))
      fc.assert(
        fc.property(
          fc.constantFrom(...all),
          fc.constantFrom(...mentions),
          fc.array(fc.constantFrom(...companies), { maxLength: 2 }),
          (command, mention, rewrites) => {
            const text = apply(mention(command), rewrites)
            expect(verdictOf(text), text).toBeUndefined()
          },
        ),
        { numRuns: RUNS },
      )
    },
    LONGEST_RUN,
  )

  it(
    'never stops a harmless command for its company',
    () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...commandsOf(harmless).filter(isWhole)),
          fc.array(fc.constantFrom(...companies), { minLength: 1, maxLength: 3 }),
          (command, rewrites) => {
            const text = apply(command, rewrites)
            expect(verdictOf(text), text).toBeUndefined()
          },
        ),
        { numRuns: RUNS },
      )
    },
    LONGEST_RUN,
  )
})
