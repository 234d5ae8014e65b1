import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { packFolder, put, type Scratch } from '../scenarios/cli.ts'
import { FULL, tally } from '../tally.ts'
import type { Attack } from './attacks/attack.ts'
import { ATTACKS } from './attacks.ts'
import { type Clone, clone, GUARD, published } from './clone.ts'

const SECRET = 'hunter2-token'

/** Who wants edited files back: nothing else may come along. */
const FORCED = ['verify', '--fix', '--yes', '--force']

/** Who lets hooks run by a general yes, which is not about those of a clone; and who lets those run by name. */
const RUN = ['explain', 'PreToolUse', 'Bash', '--run', '--yes']
const RUN_ALLOWED = [...RUN, '--allow-project']

/** What somebody may type in a project that they have just cloned. */
const COMMANDS: readonly (readonly string[])[] = [
  ['install', '--yes'],
  ['verify'],
  ['add', 'notify-done', '--yes'],
  ['remove', GUARD, '--yes'],
  ['list'],
  ['outdated'],
  ['info', GUARD],
  ['update', '--yes'],
  ['install', '--frozen', '--yes'],
  ['install', '--yes', '--scope', 'local'],
  ['config', GUARD, '--set', 'groups.git=ask', '--yes'],
  FORCED,
  ['rollback', '--yes'],
  ['add', '@mine/x', '--yes'],
  ['registry', 'list'],
  ['search', 'guard'],
  ['explain', 'PreToolUse', 'Bash'],
  RUN,
  RUN_ALLOWED,
  ['doctor'],
  ['doctor', '--fix', '--yes'],
  ['doctor', '--fix', '--yes', '--force'],
  ['backtest', GUARD],
  ['disable', GUARD, '--yes'],
  ['enable', GUARD, '--yes'],
  ['export', '--as', 'plugin', '--out', 'exported'],
  ['export', '--as', 'skill-folder', '--out', 'exported', '--force'],
  ['export', '--as', 'settings'],
  ['import', '--dry-run'],
  ['import', '--take', '--yes'],
  ['dev', 'packs/tried', '--yes'],
  ['watch', '--plain'],
  ['list', '--json'],
  ['completion', 'bash'],
  ['__complete', '--current=', '--', 'remove'],
]

/** These go on until they are told to end. */
const ENDLESS = new Set(['dev', 'watch'])
const ENDED = { timeout: 6000, killSignal: 'SIGINT', forceKillAfterDelay: false } as object

/** Every command for every attack, or `install` for each, another one in turn, for links the one with force, for hooks that do harm those that run them. */
const PAIRS = ATTACKS.flatMap((attack, at) => {
  const turn = COMMANDS[1 + (at % (COMMANDS.length - 1))]
  const aimedAt = COMMANDS.filter(([name]) => name === attack.aimsAt)
  const isLink = attack.aimsAt === undefined && /\blink\b/.test(attack.name)
  const sample = new Set([
    ...aimedAt,
    ...(isLink ? [FORCED] : []),
    ...(attack.runs ? [RUN, RUN_ALLOWED] : []),
    turn,
    ...(attack.aimsAt ? [] : [COMMANDS[0]]),
  ])
  return (FULL ? COMMANDS : [...sample]).flatMap((command) => (command ? [[attack, command] as const] : []))
})

/** A server of the attacker's, which answers nothing of use and remembers everything. */
async function evilServer(): Promise<{ readonly url: string; readonly heard: () => string }> {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(`${request.url} ${JSON.stringify(request.headers)}`)
    response.writeHead(404).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard: () => heard.join('\n') }
}

/** A user with a token for a host of their own, and with a secret in the environment. */
function asUser(at: Clone): Record<string, string> {
  put(
    path.join(at.home, '.npmrc'),
    `registry=http://127.0.0.1:9/\n//127.0.0.1:9/:_authToken=${SECRET}\nfetch-retries=0\n`,
  )
  return { SECRET_TOKEN: SECRET }
}

async function attacked(
  author: Scratch,
  attack: Attack,
  command: readonly string[],
): Promise<readonly string[]> {
  const at = clone(author)
  const env = asUser(at)
  const evil = await evilServer()
  const manifest = { hooks: [{ id: 'one', event: 'Stop', handler: { module: 'dist/one.cjs' } }] }
  put(
    path.join(packFolder(at.project, 'tried', { manifest }), 'dist/one.cjs'),
    'module.exports = () => undefined\n',
  )
  attack.prepare(at, evil.url)
  const before = at.elsewhere()
  const endless = ENDLESS.has(command[0] ?? '') ? ENDED : {}
  const { signal, stdout, stderr } = await at.run(command, { env, ...endless })
  const got = attack.got?.(at)
  const may = command === RUN_ALLOWED ? attack.runs : undefined
  return [
    ...changed(before, at.elsewhere())
      .filter((name) => !(may === 'program' && name === 'outside/ran'))
      .map((name) => `wrote ${name}`),
    ...(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/.test(stdout + stderr)
      ? ['printed something raw']
      : []),
    ...(stdout.includes('hunter2') && may !== 'reads-secret' ? ['showed a secret'] : []),
    ...(evil.heard().includes(SECRET) ? ['sent the secret'] : []),
    ...(got === undefined ? [] : [got]),
    ...(signal === undefined || (signal === 'SIGINT' && endless === ENDED) ? [] : [`ended by ${signal}`]),
    ...(/error\[unexpected\]|at .*\.cjs:\d+/.test(stderr)
      ? [`an error nobody thought of: ${stderr.slice(0, 300)}`]
      : []),
  ].map((what) => `${attack.name}, ${command.join(' ')}: ${what}`)
}

function changed(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => before[name] !== after[name])
}

describe('a project that somebody hostile has written', { timeout: FULL ? 3_600_000 : 300_000 }, () => {
  test('runs nothing, writes nothing outside of itself, and learns no secret', async () => {
    const author = await published()
    const pairs = [...PAIRS]
    const lost: string[] = []
    const next = async (): Promise<void> => {
      for (let pair = pairs.shift(); pair; pair = pairs.shift())
        lost.push(...(await attacked(author, ...pair)))
    }
    const tried = pairs.length
    await Promise.all([next(), next()])
    tally({ sweep: 'hostile clone: attack x command', tried, kept: tried - lost.length, lost: lost.length })
    expect(lost).toEqual([])
  })
})
