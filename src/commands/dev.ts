import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, type Invocation, JSON_FLAG, type Result, SCOPE_FLAG } from '../cli/define.ts'
import { writingOf } from '../cli/writing.ts'
import { parseAssignments } from '../core/assignments.ts'
import type { Happening } from '../ops/dev.ts'
import { devJson, devLines, replayJson, replayLines } from '../views/dev.ts'
import { jsonText } from '../views/style.ts'
import { testJson, testLines } from '../views/test-pack.ts'

export const devCommand: CommandDefinition = {
  name: 'dev',
  summary: 'try a pack while you write it: installed, tested and shown its payloads',
  description:
    'Installs a copy of the pack into a scope after asking once, installs it again and runs its cases whenever you save, and shows the payloads that its hooks are given in your sessions. `r` replays the last of them on the pack as it is now, as `hooks backtest` does; `q` or Ctrl-C ends it, and takes the copy out again. Payloads are kept in a private file only while it runs. docs/pack-authoring.md has the rest.',
  args: { name: 'folder', summary: 'the pack; without it, the current folder', required: false, many: false },
  flags: {
    scope: { ...SCOPE_FLAG, summary: 'where: local (this clone, the default), project or user' },
    set: { kind: 'text', summary: 'an option of the pack', multiple: true, value: 'key=value' },
    yes: { kind: 'switch', char: 'y', summary: 'do not ask' },
    once: { kind: 'switch', summary: 'run the cases once and install nothing; exit status 1 if one fails' },
    replay: {
      kind: 'switch',
      summary: 'replay what a `hooks dev` of this folder in another terminal has kept, and end',
    },
    json: { ...JSON_FLAG, summary: 'print one JSON line for each thing that happens' },
  },
  examples: [
    ['dev', 'the pack in the current folder, in this clone'],
    ['dev ./my-pack --scope user', 'in all your sessions, until it ends'],
    ['dev ./my-pack --replay', 'from another terminal: what the pack does now with real payloads'],
    ['dev ./my-pack --once', 'one round of its cases, for a script'],
  ],
  busy: null,
  run: (invocation) => {
    if (invocation.flags['once'] === true) return once(invocation)
    return invocation.flags['replay'] === true ? replay(invocation) : develop(invocation)
  },
}

async function once(invocation: Invocation): Promise<Result> {
  const { testPack } = await import('../ops/test-pack.ts')
  const { args, world } = invocation
  const report = await testPack(args[0] ?? '.', undefined, world.cwd)
  const wrong = report.invalid.length > 0 || report.cases.some(({ result }) => result === 'failed')
  return { lines: testLines(report, styleOf(invocation)), json: testJson(report), status: wrong ? 1 : 0 }
}

async function replay(invocation: Invocation): Promise<Result> {
  const { replayKept } = await import('../ops/dev-replay.ts')
  const { args, flags, world } = invocation
  const replays = await replayKept(args[0] ?? '.', optionsOf(invocation), contextOf(world, flags))
  const style = styleOf(invocation)
  return {
    lines: replays.flatMap((one) => replayLines(one, style)),
    json: { replays: replays.map(replayJson) },
  }
}

async function develop(invocation: Invocation): Promise<Result> {
  const { dev } = await import('../ops/dev.ts')
  const { onKeys } = await import('../cli/keys.ts')
  const { args, flags, world } = invocation
  const { context, consent } = writingOf(invocation)
  const style = styleOf(invocation)
  const ended = new AbortController()
  let replays = 0
  let endKeys: (() => void) | undefined
  const pressed = (key: string): void => {
    if (key === 'r') replays += 1
    else if (key === 'q' || key === '\u0003' || key === '\u0004') ended.abort(key)
  }
  const happened = (happening: Happening): void => {
    // Not before: until then keys are answers to the question, and there is nothing to take out.
    if (happening.kind === 'installed' && !happening.again) {
      endKeys = onKeys(pressed)
      world.interrupted('always').addEventListener('abort', () => ended.abort())
    }
    const json = flags['json'] === true
    const lines = json ? [jsonText(devJson(happening), 0)] : devLines(happening, style)
    // Nobody reads any more: then nobody will press a key either.
    if (!lines.every((line) => world.out(line))) ended.abort()
    if (!json && happening.kind === 'installed' && !happening.again && world.stdinIsTerminal())
      world.out('r replays the last payload, q ends')
  }
  const wantsReplay = (): boolean => replays > 0 && replays-- > 0
  const request = {
    folder: args[0] ?? '.',
    scope: scopeOf(invocation) ?? ('local' as const),
    options: optionsOf(invocation),
  }
  try {
    await dev(request, context, { consent, happened, wantsReplay, signal: ended.signal })
  } finally {
    endKeys?.()
  }
  const byQ = ended.signal.reason === 'q' || ended.signal.reason === '\u0004'
  return { lines: [], json: undefined, ...(byQ ? {} : { status: 130 }) }
}

function optionsOf({ flags }: Invocation): Readonly<Record<string, unknown>> {
  return parseAssignments((flags['set'] as readonly string[] | undefined) ?? [])
}
