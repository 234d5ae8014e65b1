// The process that a settings entry starts: node "…/runtime.cjs" <pack>/<hook> …, or code given with -e that loads it.
// It reads the event and calls the hooks; the engine, which most events never need, does the rest.
import { readFileSync } from 'node:fs'
import type { Front } from './front.ts'
import { type Input, readInput } from './input.ts'
import { loadText } from './loader.ts'
import { keepStdoutClean, leave, refuseEarlyExit } from './process.ts'
import { callQuickly } from './quick.ts'
import { takeSecrets } from './secrets.ts'
import { SILENCE } from './silence.ts'
import { withSlashes } from './slashes.ts'
import type { Table } from './types.ts'

declare const __dirname: string

/** How long to wait for the event at most. The client writes it at once (within 35 ms, measured). */
const STDIN_DEADLINE_MS = 5000

const root = withSlashes(__dirname)

type EngineFile = typeof import('./engine-file.ts')
const ENGINE = `${root}/runtime-engine.cjs`
let engine: EngineFile | undefined

const front: Front = {
  root,
  // `node -e script a b` has no main module and puts a and b at 1; `node file a b` puts them at 2.
  hooks: process.argv.slice(require.main === undefined ? 1 : 2),
  table: readTable(`${root}/table.json`),
  answer: undefined,
  starting: '',
  strays: [],
  onStray: (error) => front.strays.push({ hook: front.starting, error }),
  engine: () => {
    engine ??= loadText(ENGINE, readFileSync(ENGINE, 'utf8'), () => ({
      load: require,
      node: () => require,
    })) as EngineFile
    return engine
  },
  importFile: (url) => import(url),
  leave: () => leave(front),
}

/** `undefined` for what is not a table of this format. */
function readTable(file: string): Table | undefined {
  try {
    const table = JSON.parse(readFileSync(file, 'utf8')) as Table
    return table.version === 1 && typeof table.hooks === 'object' && table.hooks !== null ? table : undefined
  } catch {
    return undefined
  }
}

function main(): void {
  process.on('uncaughtException', (error) => front.onStray(error))
  keepStdoutClean()
  refuseEarlyExit(front)
  if (front.table === undefined || front.hooks[0] === '--drain') front.engine().startWithoutEvent(front)
  else readInput(deadline(front.hooks, front.table), front, onInput)
}

/** Half a second before the client would kill the process. */
function deadline(hooks: readonly string[], table: Table): number {
  let least = STDIN_DEADLINE_MS
  for (const name of hooks) least = Math.min(least, (table.hooks[name]?.timeout ?? 10) * 1000 - 500)
  return Math.max(100, least)
}

function onInput(input: Input): void {
  if (!input.ok) {
    front.engine().giveUp(front, input)
    return
  }
  const { payload, text } = input
  const env = takeSecrets(process.env, front.hooks.length > 1)
  const called = callQuickly(front, payload, { text, env })
  if (called === undefined) {
    front.answer = SILENCE
    leave(front)
  } else front.engine().takeOver(front, { payload, text, env, called })
}

main()
