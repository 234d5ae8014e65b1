import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClientResult, runClient } from './client/run.ts'
import type { Move } from './client/talk.ts'
import { makeSite, type Site } from './hooks-cli.ts'
import { addPack, effect, logging, probe, runLog, untilNoted } from './probe-pack.ts'
import { printed, resultOf, told } from './probe-results.ts'

// One session from its start to its end, in which things change around the client.

const HOOKS = [
  probe('Setup', (_event, decide) => [decide.setEnv({ AT_SETUP: 'set' }), decide.context('setup context')]),
  probe('SessionStart', ({ cwd }, decide) => [
    decide.context('start context'),
    decide.title('Start Title'),
    decide.setEnv({ AT_START: `it's "$HOME" \`ls\`` }),
    decide.watch([`${cwd}/first.txt`]),
  ]),
  probe('SessionEnd', () => undefined),
  probe('InstructionsLoaded', (_event, decide) => decide.terminal('\u001b]0;instructions\u0007')),
  probe('CwdChanged', ({ new_cwd }, decide) => [
    decide.setEnv({ AT_CD: 'cd' }),
    decide.watch([`${new_cwd}/second.txt`]),
  ]),
  probe('FileChanged', ({ file_path, cwd }, decide) => [
    decide.terminal(`\u001b]0;${file_path.split('/').at(-1)}\u0007`),
    decide.setEnv({ AT_CHANGE: 'change' }),
    decide.watch([`${cwd}/third.txt`]),
  ]),
  probe('DirectoryAdded', (_event, decide) => decide.terminal('\u001b]0;directory\u0007')),
  probe('ConfigChange', ({ file_path = '' }, decide) =>
    process.getBuiltinModule('node:fs').readFileSync(file_path, 'utf8').includes('forbidden')
      ? decide.block('config blocks')
      : undefined,
  ),
]

/** What the run log says of a title. */
const titleOf = (text: string) => `\u001b]0;${text}\u0007`

let site: Site
let result: ClientResult
beforeAll(async () => {
  site = makeSite()
  site.write('project/CLAUDE.md', 'Be brief.')
  for (const file of ['first.txt', 'sub/second.txt', 'sub/third.txt']) site.write(`project/${file}`, '')
  await addPack(site, 'probe', ...HOOKS)
  const bash = (command: string) => ({ tool: 'Bash', input: { command, description: 'x' } })
  const change = (file: string) =>
    untilNoted(site, { event: 'FileChanged', reason: titleOf(path.basename(file)) }, () =>
      writeFileSync(path.join(site.project, file), String(Date.now())),
    )
  const configure = (value: string, outcome: string) => [
    () => site.write('project/.claude/settings.local.json', { env: { CONFIGURED: value } }),
    untilNoted(site, { event: 'ConfigChange', outcome }),
  ]
  const moves: Move[] = [
    'at the start',
    change('first.txt'),
    'go down',
    untilNoted(site, { event: 'CwdChanged' }),
    change('sub/second.txt'),
    change('sub/third.txt'),
    ...configure('allowed', 'none'),
    'first configuration',
    ...configure('forbidden', 'decided'),
    'second configuration',
    { subtype: 'register_repo_root', directory: 'inner' },
    untilNoted(site, { event: 'DirectoryAdded' }),
  ]
  const turns = [
    bash('echo "at-start: $AT_SETUP $AT_START"'),
    'ok',
    bash('cd sub && mkdir inner'),
    'ok',
    bash('echo "first-config: $CONFIGURED; $AT_CD $AT_CHANGE"'),
    'ok',
    bash('echo "second-config: $CONFIGURED"'),
    'ok',
  ]
  result = await runClient({ ...site, env: logging(site), args: ['--init'], turns, moves })
})
afterAll(() => site.remove())

const noted = (event: string) => runLog(site).filter((record) => record.event === event)

effect('Setup', 'setEnv', 'Bash commands of the session have the variable', () => {
  expect(resultOf(result, 'at-start').text).toMatch(/^at-start: set /)
})
effect('Setup', 'context', 'nothing is seen of it', () => {
  expect(noted('Setup')).toHaveLength(1)
  expect(told(result)).not.toContain('setup context')
})

effect('SessionStart', 'context', 'the model reads the text before the first prompt', () => {
  expect(result.hookTexts).toContain('SessionStart hook additional context: start context')
})
effect('SessionStart', 'title', 'the session gets the title', () => {
  expect(result.steps).toContainEqual({ kind: 'title', text: 'Start Title' })
})
effect('SessionStart', 'setEnv', 'Bash commands of the session have the variable, to the letter', () => {
  expect(resultOf(result, 'at-start').text).toBe(`at-start: set it's "$HOME" \`ls\``)
})
effect('SessionStart', 'watch', 'FileChanged fires for the path', () => {
  expect(noted('FileChanged')[0]?.reason).toBe(titleOf('first.txt'))
})
effect('SessionEnd', '-', 'the hook runs; there is nothing to decide', () => {
  expect(noted('SessionEnd')).toMatchObject([{ outcome: 'none' }])
})
effect('InstructionsLoaded', 'terminal', 'the hook runs; without a terminal nothing is seen of it', () => {
  expect(noted('InstructionsLoaded')).toMatchObject([{ outcome: 'decided', reason: titleOf('instructions') }])
  expect(printed(result)).not.toContain(']0;')
})

effect('CwdChanged', 'watch', 'FileChanged fires for the path', () => {
  expect(noted('FileChanged').map(({ reason }) => reason)).toContain(titleOf('second.txt'))
})
effect('CwdChanged', 'setEnv', 'later Bash commands have the variable', () => {
  expect(resultOf(result, 'first-config').text).toContain('; cd ')
})
effect('FileChanged', 'watch', 'FileChanged fires for the further path', () => {
  expect(noted('FileChanged').map(({ reason }) => reason)).toContain(titleOf('third.txt'))
})
effect('FileChanged', 'setEnv', 'later Bash commands have the variable', () => {
  expect(resultOf(result, 'first-config').text).toMatch(/; cd change$/)
})
effect('DirectoryAdded', 'terminal', 'the hook runs; without a terminal nothing is seen of it', () => {
  expect(noted('DirectoryAdded')).toMatchObject([{ outcome: 'decided', reason: titleOf('directory') }])
  expect(printed(result)).not.toContain(']0;')
})

effect('ConfigChange', 'block', 'the session keeps its settings', () => {
  expect(resultOf(result, 'first-config').text).toContain('first-config: allowed')
  expect(resultOf(result, 'second-config').text).toBe('second-config: allowed')
})

test('the client took every answer, and asked the model for every turn', () => {
  expect(result).toMatchObject({ exitCode: 0, timedOut: false, unusedTurns: [] })
  expect(result.hookEvents.filter(({ outcome }) => outcome !== 'success')).toEqual([])
})
