import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addFromCatalog, committed, keepTranscript, PATIENT_MS } from './catalog-packs.ts'
import { type ClientResult, runClient } from './client/run.ts'
import { plainText, type Turn } from './client/wire.ts'
import { makeSite, type Site } from './hooks-cli.ts'
import { logging } from './probe-pack.ts'
import { notices, told } from './probe-results.ts'

// Packs of the catalogue that look after what the model writes, and those that decide whether a turn may end.

const TOOLS = path.resolve(import.meta.dirname, '../../node_modules/.bin')
const VITEST = `#!/usr/bin/env node
const source = require('node:fs').readFileSync('src/total.ts', 'utf8')
if (!source.includes('a + b')) { console.log('FAIL adds up'); process.exit(1) }
`
const CHECK = `if (!require('node:fs').existsSync('CHANGES.md')) { console.log('no CHANGES.md'); process.exit(1) }\n`

describe('a session in which a function is written', () => {
  let site: Site
  let result: ClientResult
  beforeAll(async () => {
    site = makeSite()
    site.write('project/biome.json', {})
    site.write('project/tsconfig.json', { compilerOptions: { strict: true }, include: ['src'] })
    site.write('project/vitest.config.ts', '')
    site.write('project/check.cjs', CHECK)
    site.write('project/.gitignore', 'node_modules\n')
    const bin = path.join(site.project, 'node_modules/.bin')
    chmodSync(site.write('project/node_modules/.bin/vitest', VITEST), 0o755)
    for (const tool of ['biome', 'tsc']) symlinkSync(path.join(TOOLS, tool), path.join(bin, tool))
    committed(site)
    await addFromCatalog(site, {
      'backup-before-edit': {},
      'commit-checkpoint': {},
      'format-on-edit': {},
      'lint-on-edit': {},
      'tdd-guard': {},
      'test-related': {},
      'typecheck-on-edit': { everySeconds: 0 },
      'stop-gate': { commands: ['node check.cjs'] },
    })
    const source = path.join(site.project, 'src/total.ts')
    const write = (file: string, content: string): Turn => {
      return { tool: 'Write', input: { file_path: path.join(site.project, file), content } }
    }
    const body = (sign: string) => `export const total = (a: number, b: number): number => a ${sign} b\n`
    result = await runClient({
      ...site,
      env: logging(site),
      turns: [
        write('src/total.ts', body('-')),
        write('src/total.test.ts', 'export {}\n'),
        write('src/total.ts', `debugger\n${body('-')}export const n: number = 'x'\n`),
        { tool: 'Read', input: { file_path: source } },
        write('src/total.ts', body('-')),
        'All done.',
        { tool: 'Read', input: { file_path: source } },
        write('src/total.ts', body('+')),
        write('CHANGES.md', 'Adds a total.\n'),
        'Really done.',
      ],
      approve: true,
      timeoutMs: PATIENT_MS,
    })
    keepTranscript('edits', result)
  })
  afterAll(() => site.remove())

  test('goes through its whole script', () => {
    expect(result).toMatchObject({ exitCode: 0, timedOut: false, unusedTurns: [] })
    expect(result.final?.text).toBe('Really done.')
    expect(result.hookEvents.filter(({ outcome }) => outcome !== 'success')).toEqual([])
  })

  test('tdd-guard refuses the source before its test, and lets it pass after', () => {
    expect(result.toolResults[0]).toMatchObject({ isError: true, decidedBy: 'hook' })
    expect(result.toolResults[0]?.text).toMatch(/tdd-guard: no test .* src\/total\.ts/)
    expect(result.toolResults.slice(1).filter(({ isError }) => isError)).toEqual([])
  })

  test('format-on-edit formats the file and tells the model', () => {
    expect(readFileSync(path.join(site.project, 'src/total.ts'), 'utf8')).toContain('a + b;\n')
    expect(told(result)).toContain('src/total.ts was formatted by biome')
  })

  test('lint-on-edit gives the model what the linter finds', () => {
    expect(told(result)).toMatch(/lint-on-edit: 1 finding in src\/total\.ts.*\n.*noDebugger/)
  })

  test('typecheck-on-edit gives the model the type errors', () => {
    expect(told(result)).toMatch(/typecheck-on-edit: tsc finds 1 error:\n.*src\/total\.ts:3: .*\(TS2322\)/)
  })

  test('test-related keeps the turn going while the tests of the file fail', () => {
    expect(told(result)).toMatch(
      /test-related: the tests of .*src\/total\.ts.* do not pass \(vitest, exit status 1\)/,
    )
    expect(told(result)).toContain('FAIL adds up')
  })

  test('stop-gate keeps the turn going while the check fails, and is asked again', () => {
    expect(told(result)).toMatch(/stop-gate: `node check\.cjs` does not pass \(exit status 1\)/)
    expect(told(result).match(/Stop hook feedback/g)).toHaveLength(1)
    expect(result.hookEvents.filter(({ event }) => event === 'Stop').length).toBeGreaterThan(1)
  })

  test('backup-before-edit keeps the text that was overwritten', () => {
    const folder = path.join(site.root, 'state/backups')
    const copies = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /src\/total\.ts\/\d/.test(file))
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    expect(copies).toHaveLength(2)
    expect(copies.join()).toContain('debugger')
  })

  test('commit-checkpoint keeps the working tree before the first edit and at the end, and says how to get it', () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', site.project, ...args], { encoding: 'utf8' })
    const refs = git('for-each-ref', '--format=%(refname)', 'refs/hookpack/checkpoints').trim().split('\n')
    expect(refs.length).toBeGreaterThanOrEqual(2)
    expect(git('show', `${refs[0]}:biome.json`)).toBe('{}\n')
    expect(() => git('show', `${refs[0]}:src/total.ts`)).toThrow()
    expect(git('show', `${refs.at(-1)}:src/total.ts`)).toContain('a + b')
    expect(notices(result).join('\n')).toContain('commit-checkpoint')
    expect(git('status', '--short')).toContain('?? src/')
  })
})

describe('a turn that ends too early, judged by models', () => {
  const CHECK_PROMPT = 'You check whether a coding agent may end its turn'
  const REVIEW_PROMPT = 'You review the work of a coding agent'
  let site: Site
  let result: ClientResult
  beforeAll(async () => {
    site = makeSite()
    await addFromCatalog(site, {
      'finish-check': { also: '4. It names a dragon.' },
      'review-before-stop': {},
    })
    const verdict = (ok: boolean, reason: string): Turn => ({
      tool: 'StructuredOutput',
      input: { ok, reason },
    })
    result = await runClient({
      ...site,
      timeoutMs: PATIENT_MS,
      turns: ['Now I will add the test.', 'The test is there.'],
      hookTurns: {
        [CHECK_PROMPT]: [
          JSON.stringify({ ok: false, reason: 'Add the test that you have announced.' }),
          JSON.stringify({ ok: true, reason: 'It is there.' }),
        ],
        [REVIEW_PROMPT]: [
          { tool: 'Bash', input: { command: 'git status --short' } },
          verdict(false, 'src/a.ts:3: a leftover; remove it.'),
          verdict(true, 'All is well.'),
        ],
      },
    })
    keepTranscript('judged', result)
  })
  afterAll(() => site.remove())

  const asked = (prompt: string) =>
    result.requests.filter(
      ({ kind, messages }) => kind === 'hook' && JSON.stringify(messages).includes(prompt),
    )

  test('goes on once, and then ends', () => {
    expect(result).toMatchObject({ exitCode: 0, timedOut: false, unusedTurns: [] })
    expect(result.final?.text).toBe('The test is there.')
  })

  test('finish-check asks a model about it, with the rule of the option, and the model reads what is missing', () => {
    const [first] = asked(CHECK_PROMPT)
    expect(JSON.stringify(first?.messages.at(-1))).toContain('4. It names a dragon.')
    expect(JSON.stringify(first?.messages.at(-1))).toContain('Now I will add the test.')
    expect(told(result, 'main')).toContain('Add the test that you have announced.')
    // The event as JSON is in the prompt, with what the prompt goes by the second time.
    expect(plainText(asked(CHECK_PROMPT).at(-1)?.messages.at(-1)?.content)).toContain(
      '"stop_hook_active":true',
    )
  })

  test('review-before-stop has an agent look at the changes, and the model reads its fault', () => {
    expect(JSON.stringify(asked(REVIEW_PROMPT)[1]?.messages)).toContain('.claude/')
    expect(told(result, 'main')).toContain('src/a.ts:3: a leftover; remove it.')
  })
})
