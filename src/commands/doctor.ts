import { contextOf, styleOf, viewOf } from '../cli/context.ts'
import { type CommandDefinition, type Invocation, WRITE_FLAGS } from '../cli/define.ts'
import { writingOf } from '../cli/writing.ts'
import type { ScopeName } from '../core/scope.ts'
import { PLACE_KINDS, type PlaceKind } from '../core/seen/source.ts'
import type { Diagnosed } from '../ops/doctor.ts'
import { doctorJson, doctorLines, leftLines, mendedLines } from '../views/doctor.ts'
import { planLines } from '../views/plan.ts'

export const doctorCommand: CommandDefinition = {
  name: 'doctor',
  summary: 'find what keeps hooks from doing their work, and mend what is safe',
  description:
    'Looks at settings, plugins, skills, agents, installed packs, and the scripts that commands name: what Claude Code ' +
    'drops or skips without a word, hooks that never run, run for nothing, block by mistake or fail to. Each finding has ' +
    'a file, a line and a column, why it matters, and what to do. Starts nothing. Exit status 1 if there are errors.',
  flags: {
    ...WRITE_FLAGS,
    scope: { kind: 'text', char: 's', summary: 'only this place', options: PLACE_KINDS, value: 'place' },
    fix: {
      kind: 'switch',
      summary: 'mend what needs no choice, in your settings files; never edits scripts',
    },
    strict: { kind: 'switch', summary: 'exit status 1 also for warnings' },
  },
  examples: [
    ['doctor', 'all places, as Claude Code would have them here'],
    ['doctor --fix --dry-run', 'what could be mended, as a diff'],
    ['doctor --scope project --strict --json', 'in CI: the files of this project'],
  ],
  busy: 'looking at the hooks',
  run: async (invocation) => {
    const { doctor } = await import('../ops/doctor.ts')
    const { flags, world } = invocation
    const only = flags['scope'] as PlaceKind | undefined
    const context = contextOf(world, flags)
    const before = await doctor(context, only)
    const changed = flags['fix'] === true ? await fix(before, invocation) : []
    const found = flags['fix'] === true && flags['dry-run'] !== true ? await doctor(context, only) : before
    const bad = found.findings.some(({ level }) => level === 'error' || flags['strict'] === true)
    return {
      lines: [
        ...changed,
        ...doctorLines(found, viewOf(invocation)),
        ...(flags['fix'] === true ? leftLines(found) : []),
      ],
      json: doctorJson(found),
      ...(bad ? { status: 1 } : {}),
    }
  },
}

/** A file that could not be read before may show more when it can. */
const MOST_ROUNDS = 3

/** Mends until nothing is left that needs no choice. Gives the lines of what would be changed, where nothing is. */
async function fix(before: Diagnosed, invocation: Invocation): Promise<readonly string[]> {
  const { doctor } = await import('../ops/doctor.ts')
  let found = before
  const done = new Map<ScopeName, readonly string[]>()
  for (let round = 1; ; round++) {
    const { applied, lines } = await fixOnce(found, invocation, done)
    if (!applied || round === MOST_ROUNDS) return [...new Set([...done.values()].flat()), ...lines]
    const { flags, world } = invocation
    found = await doctor(contextOf(world, flags), flags['scope'] as PlaceKind | undefined)
  }
}

/** Scope by scope, as every other change. */
async function fixOnce(
  { findings, mendable }: Diagnosed,
  invocation: Invocation,
  done: Map<ScopeName, readonly string[]>,
): Promise<{ readonly applied: boolean; readonly lines: readonly string[] }> {
  const { mend } = await import('../ops/mend.ts')
  const { context, consent, mode } = writingOf(invocation)
  const lines: string[] = []
  let any = false
  for (const { scope, file } of mendable) {
    if (!findings.some((one) => one.fix && one.file === file)) continue
    const { plan, applied } = await mend({ ...mode, scope, again: done.has(scope) }, context, consent)
    if (applied) {
      any = true
      done.set(scope, [...(done.get(scope) ?? []), ...mendedLines(plan, viewOf(invocation))])
    } else lines.push(...planLines(plan, styleOf(invocation)), '')
  }
  return { applied: any, lines }
}
