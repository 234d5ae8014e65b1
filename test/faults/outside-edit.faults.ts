import { cpSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { packFolder, put, readJson, type Scratch, scratch, snapshot } from '../scenarios/cli.ts'
import { FULL, tally } from '../tally.ts'

const EDIT_AT = path.resolve(import.meta.dirname, 'edit-at.cjs')
const WAYS = ['rename', 'in-place', 'held'] as const
const POINTS = 3

/** A project with settings of its own and a pack beside it; with one that is given, what is installed there. */
function prepared(from?: Scratch): Scratch {
  const at = scratch()
  put(at.settings, '{\n  "model": "opus"\n}\n')
  packFolder(at.root, 'small')
  if (from) cpSync(from.project, at.project, { recursive: true })
  return at
}

const add = (at: Scratch): readonly string[] => ['add', path.join(at.root, 'packs/small'), '--yes']
const COMMANDS = [
  { name: 'add', before: false, args: add },
  { name: 'remove', before: true, args: () => ['remove', 'small', '--yes'] },
]

function editing(at: Scratch, more: Record<string, string>): { readonly env: Record<string, string> } {
  return { env: { NODE_OPTIONS: `--require=${EDIT_AT}`, EDIT_FILE: at.settings, ...more } }
}

/** Where to edit and how: some steps, and in every way those at which the settings are looked at and replaced. */
function chosen(steps: readonly string[]): readonly (readonly [number, string])[] {
  return steps.flatMap((step, index) => {
    const ways =
      FULL || step.endsWith('Sync') ? WAYS : index % Math.ceil(steps.length / POINTS) === 1 ? ['rename'] : []
    // What is held at the last step would be written before the next one, which there is not.
    const possible = ways.filter((way) => way !== 'held' || index < steps.length - 1)
    return possible.map((way) => [index + 1, way] as const)
  })
}

test.each(COMMANDS)(
  '$name keeps an edit that somebody else makes at any of its steps',
  {
    timeout: 900_000,
  },
  async ({ name, before, args }) => {
    const installed = prepared()
    if (before) await installed.done(add(installed))
    const clean = prepared(installed)
    const count = path.join(clean.home, 'steps')
    await clean.done(args(clean), editing(clean, { EDIT_COUNT: count }))
    const steps = readJson<readonly string[]>(count)
    expect(steps.filter((step) => step === 'renameSync')).toHaveLength(1)
    const lost: unknown[] = []
    const points = chosen(steps)
    for (const [step, way] of points) {
      const at = prepared(installed)
      const start = editing(at, { EDIT_AT: String(step), EDIT_HOW: way })
      const { status, stderr } = await at.run(args(at), start)
      const settings = readFileSync(at.settings, 'utf8')
      const { outside } = JSON.parse(settings) as { outside?: number }
      const litter = Object.keys(snapshot(at.project)).filter((one) => /mutex|journal|tmp|staging/.test(one))
      const right = settings.includes('small/one') !== before && status === 0 && litter.length === 0
      if (outside !== step || !right) lost.push({ way, step, at: steps[step - 1], status, stderr, settings })
    }
    const [tried, kept] = [points.length, points.length - lost.length]
    tally({ sweep: `an outside edit at a step of ${name}`, tried, kept, lost: lost.length })
    expect(lost).toEqual([])
  },
)
