import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'vitest'
import type { EventName } from '../../src/runtime/src/events.ts'
import type { Decide, Handler } from '../../src/runtime/src/types.ts'
import type { Scratch } from './client/scratch.ts'
import { hooks } from './hooks-cli.ts'

/** A hook of a probe pack, as its manifest and its module have it. */
export interface ProbeHook {
  event: EventName
  /** The text of the handler; it sees nothing of the test around it. */
  code: string
  rest: { matcher?: string; failure?: 'block' | 'continue'; timeout?: number }
}

/** A hook whose handler is written in the test; only what `decide` really has on the event compiles. */
export function probe<E extends EventName>(
  event: E,
  handler: Handler<E>,
  rest: ProbeHook['rest'] = {},
): ProbeHook {
  return { event, code: String(handler), rest }
}

/** Writes a pack with these hooks (`hook-0`, `hook-1`, …) into the site, and has the built CLI install it. */
export async function addPack(site: Scratch, name: string, ...probes: ProbeHook[]): Promise<void> {
  const folder = `project/packs/${name}`
  for (const [at, { code }] of probes.entries())
    site.write(`${folder}/hook-${at}.cjs`, `module.exports = ${code}\n`)
  site.write(`${folder}/package.json`, {
    name,
    version: '1.0.0',
    description: 'A pack of the end-to-end tests.',
    license: 'MIT',
    files: ['*.cjs', 'hooks.json'],
  })
  site.write(`${folder}/hooks.json`, {
    hooks: probes.map(({ event, rest }, at) => ({
      id: `hook-${at}`,
      event,
      handler: { module: `hook-${at}.cjs` },
      ...rest,
    })),
  })
  await hooks(site, 'add', `./packs/${name}`)
}

/** What the runtime noted of one hook on one event; only the fields that tests read. */
export interface LogRecord {
  event: string
  hook: string
  outcome: string
  decision?: string
  /** The text of the first decision. */
  reason?: string
}

/** The environment in which the runtime keeps its log in the site, and notes everything. */
export function logging(site: Scratch): Record<string, string> {
  return { HOOKS_LOG: 'all', HOOKPACK_STATE_DIR: path.join(site.root, 'state') }
}

/** What the runtime has noted so far, in the order of the files. */
export function runLog(site: Scratch): LogRecord[] {
  const folder = path.join(site.root, 'state', 'log')
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : []
  const lines = files.sort().flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}

const PATIENCE_MS = 30_000
const AGAIN_MS = 5000

/**
 * A move that does something until the runtime has noted a record with these fields: once, and again after seconds,
 * since the client may not have been watching yet, but takes a file that changes all the time for unfinished.
 */
export function untilNoted(
  site: Scratch,
  fields: Partial<LogRecord>,
  act: () => void = () => undefined,
): () => Promise<void> {
  const fits = (record: LogRecord) =>
    Object.entries(fields).every(([name, value]) => record[name as keyof LogRecord] === value)
  return async () => {
    const begin = Date.now()
    for (let acts = 0; !runLog(site).some(fits); ) {
      const waited = Date.now() - begin
      if (waited > PATIENCE_MS) throw new Error(`the runtime never noted ${JSON.stringify(fields)}`)
      if (waited >= acts * AGAIN_MS) {
        act()
        acts++
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/**
 * A test of what one method of `decide` does to the client, told in `what`; `-` stands for no decision. If
 * HOOKPACK_EVENT_TABLE names a file, what was proven is added to it as a row of a table (docs/events.md).
 */
export function effect<E extends EventName>(
  event: E,
  method: (keyof Decide<E> & string) | '-',
  ...[what, proof]: [what: string, proof: () => void]
): void {
  test(`${event}, ${method}: ${what}`, () => {
    proof()
    const table = process.env['HOOKPACK_EVENT_TABLE']
    if (table) appendFileSync(table, `| ${event} | \`${method}\` | ${what.replaceAll('|', '\\|')} |\n`)
  })
}
