import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { hasTerminal, runInTerminal, type Screen } from './client/terminal.ts'
import type { Turn } from './client/wire.ts'
import { makeSite, type Site } from './hooks-cli.ts'
import { addPack, effect, logging, untilNoted } from './probe-pack.ts'

// What only a user in front of a terminal can see: sequences that hooks send to it, and the question for permission.

const EVENTS = [
  'SessionStart',
  'InstructionsLoaded',
  'UserPromptSubmit',
  'UserPromptExpansion',
  'PreToolUse',
  'PermissionRequest',
  'Notification',
  'PostToolUse',
  'PostToolUseFailure',
  'PostToolBatch',
  'MessageDisplay',
  'Stop',
  'StopFailure',
  'PreModelSwitch',
  'PostModelSwitch',
  'ConfigChange',
  'CwdChanged',
  'FileChanged',
] as const

const titleOf = (event: string) => `\u001b]0;a title by ${event}\u0007`
const PROBES = EVENTS.map((event) => ({
  event,
  code: `(event, decide) => decide.terminal(${JSON.stringify(titleOf(event))})`,
  rest: event === 'FileChanged' ? { matcher: 'watched.txt' } : {},
}))

const bash = (command: string): Turn => ({ tool: 'Bash', input: { command, description: 'x' } })
// The client tries again once.
const BROKEN = { status: 500, error: 'api_error' }
const TURNS = [
  bash('touch made.txt'),
  bash('false'),
  'That was all.',
  'Greeted.',
  bash('cd sub'),
  'Went down.',
  BROKEN,
  BROKEN,
]

describe.skipIf(!hasTerminal)('a session in a terminal', () => {
  let site: Site
  let sent: string

  async function user({ sees, types, waitsFor }: Screen): Promise<void> {
    const says = async (text: string) => {
      await types(text)
      await types('\r')
    }
    const noted = (event: string, act?: () => void) => untilNoted(site, { event }, act)()
    await sees('for shortcuts')
    await says('make it')
    await sees('Do you want to proceed?')
    await noted('Notification')
    await types('1')
    await waitsFor(() => existsSync(path.join(site.project, 'made.txt')))
    await sees('That was all.')
    await noted('FileChanged', () => site.write('project/watched.txt', String(Date.now())))
    await says('/hi you')
    await sees('Greeted.')
    await says('go down')
    await sees('Went down.')
    await noted('CwdChanged')
    await noted('ConfigChange', () => site.write('project/.claude/settings.local.json', { env: {} }))
    await says('/model sonnet')
    await sees('Switch model?')
    await types('\r')
    await noted('PostModelSwitch')
    await says('fail')
    await sees('API Error')
    await sees(titleOf('StopFailure'))
  }

  beforeAll(async () => {
    site = makeSite()
    site.write('project/CLAUDE.md', 'Be brief.')
    site.write('project/.claude/commands/hi.md', 'Greet $ARGUMENTS')
    for (const file of ['watched.txt', 'sub/file.txt']) site.write(`project/${file}`, '')
    await addPack(site, 'probe', ...PROBES)
    sent = await runInTerminal({ ...site, env: logging(site), turns: TURNS, user })
  })
  afterAll(() => site.remove())

  for (const event of EVENTS)
    effect(event, 'terminal', 'the terminal gets the sequence', () => {
      expect(sent).toContain(titleOf(event))
    })
})
