import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { put, scratch } from '../scenarios/cli.ts'
import { FULL, tally } from '../tally.ts'
import { UNPRINTABLE } from './kinds.ts'
import { SCENES } from './scenes.ts'

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

describe('nothing from outside reaches the terminal as it is:', () => {
  test.concurrent.each(SCENES)('$name', { timeout: 300_000 }, async ({ name, set, commands, cwd }) => {
    const lost: string[] = []
    let tried = 0
    for (const colours of FULL ? [false, true] : [false]) {
      const at = scratch()
      await set(at)
      for (const args of commands) {
        tried += 1
        const env = colours ? { FORCE_COLOR: '1', TERM: 'xterm' } : {}
        const { stdout, stderr, signal } = await at.run(typed(args), {
          env,
          ...(cwd ? { cwd: cwd(at) } : {}),
        })
        const wrong =
          unsafeIn(stdout, colours) ??
          unsafeIn(stderr, colours) ??
          (signal === undefined ? undefined : `ended by ${signal}`)
        if (wrong !== undefined) lost.push(`${JSON.stringify(args)}: ${wrong}`)
        if (args.includes('--json') && wrong === undefined && stdout.trim() !== '')
          for (const one of jsonIn(stdout)) JSON.parse(one)
      }
    }
    tally({ sweep: `text: printing ${name}`, tried, kept: tried - lost.length, lost: lost.length })
    expect(lost).toEqual([])
  })
})

/** One document; of logs, one in each line. */
function jsonIn(stdout: string): readonly string[] {
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
