import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { put, scratch } from '../scenarios/cli.ts'
import { FULL, tally } from '../tally.ts'
import { UNPRINTABLE } from './kinds.ts'
import { SCENES, type Scene } from './scenes.ts'

/** What acts on a terminal, or is there and is not seen. Line breaks and tabs are fine. */
const RAW = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{DI}]/u
const OWN_COLOURS = /\u001B\[(?:1|2|22|31|32|33|39)m/g

/** What of an output must not be there; undefined when it is safe. */
function unsafeIn(output: string, colours: boolean): string | undefined {
  const text = colours ? output.replace(OWN_COLOURS, '') : output
  const raw = RAW.exec(text)
  if (raw)
    return `U+${raw[0].codePointAt(0)?.toString(16)} in ${JSON.stringify(text.slice(Math.max(0, raw.index - 80), raw.index + 80))}`
  const forged = /^FORGED.*$/m.exec(text)
  if (forged)
    return `a forged line: ${JSON.stringify(text.slice(Math.max(0, forged.index - 160), forged.index + 80))}`
  return /error\[unexpected\]|"code": "unexpected"/.test(text)
    ? `unexpected: ${text.slice(0, 600)}`
    : undefined
}

/** Command lines cannot hold what is no text. */
const typed = (args: readonly string[]): string[] =>
  args.map((one) => one.replaceAll('\uD800', '').replaceAll('\0', ''))

/** What was printed and must not be, of how many commands. */
async function printedIn({ set, commands, cwd }: Scene): Promise<{ tried: number; lost: readonly string[] }> {
  const lost: string[] = []
  for (const colours of FULL ? [false, true] : [false]) {
    const at = scratch()
    await set(at)
    for (const args of commands) {
      const env = colours ? { FORCE_COLOR: '1', TERM: 'xterm' } : {}
      const place = cwd ? { cwd: cwd(at) } : {}
      const { stdout, stderr, signal } = await at.run(typed(args), { env, ...place })
      const ended = signal === undefined ? undefined : `ended by ${signal}`
      const wrong = unsafeIn(stdout, colours) ?? unsafeIn(stderr, colours) ?? ended
      if (wrong !== undefined) lost.push(`${JSON.stringify(args)}: ${wrong}`)
      if (args.includes('--json')) for (const one of jsonIn(stdout)) JSON.parse(one)
    }
  }
  return { tried: commands.length * (FULL ? 2 : 1), lost }
}

test('nothing from outside reaches the terminal as it is', { timeout: 600_000 }, async () => {
  // Side by side, because each waits for programs most of the time.
  const found = await Promise.all(SCENES.map(async (scene) => ({ scene, ...(await printedIn(scene)) })))
  for (const { scene, tried, lost } of found)
    tally({ sweep: `text: printing ${scene.name}`, tried, kept: tried - lost.length, lost: lost.length })
  expect(found.flatMap(({ scene, lost }) => lost.map((one) => `${scene.name}: ${one}`))).toEqual([])
})

/** One document; of logs, one in each line. */
function jsonIn(stdout: string): readonly string[] {
  if (stdout.trim() === '') return []
  return stdout.startsWith('{"v"') ? stdout.trim().split('\n') : [stdout]
}

test('what is safe for a terminal still says the same to readers of JSON', async () => {
  const at = scratch()
  put(at.settings, { hooks: { Stop: [{ hooks: [{ type: 'command', command: UNPRINTABLE }] }] } })
  const { stdout } = await at.done(['list', '--json'])
  const { scopes } = JSON.parse(stdout) as { scopes: { foreign: { runs: string }[] }[] }
  expect(scopes.flatMap(({ foreign }) => foreign.map(({ runs }) => runs))).toEqual([
    JSON.parse(readFileSync(at.settings, 'utf8')).hooks.Stop[0].hooks[0].command,
  ])
})
