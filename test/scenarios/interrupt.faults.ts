import { readFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { BIN, packFolder, put, type Scratch, scratch, snapshot } from './cli.ts'

const DIE_AT = path.resolve(import.meta.dirname, 'die-at.cjs')

/** Answers the question of `add` on a pseudo-terminal. Gives the exit status and all that was shown. */
async function answered(at: Scratch, keys: string): Promise<{ status: number | undefined; shown: string }> {
  const command = `'${process.execPath}' '${BIN}' add block-dangerous-bash`
  const options = {
    cwd: at.project,
    env: { ...at.env, SHELL: '/bin/sh' },
    extendEnv: false,
    reject: false,
  } as const
  const child = execa('script', ['-qec', command, '/dev/null'], options)
  let shown = ''
  let asked = false
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    if (asked || !shown.includes('[y/N]')) return
    asked = true
    child.stdin.write(keys)
  })
  const { exitCode } = await child
  return { status: exitCode, shown }
}

describe('the question before a change, on a terminal', () => {
  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
    ['n', 'n\r'],
    ['Enter', '\r'],
  ])('%s changes nothing and ends with 130', async (_, keys) => {
    const at = scratch()
    const before = snapshot(at.root)
    const { status, shown } = await answered(at, keys)
    expect(shown.match(/error\[cancelled\]: cancelled; nothing was changed/g)).toHaveLength(1)
    expect(status).toBe(130)
    expect(snapshot(at.root)).toEqual(before)
  })

  test('y writes', async () => {
    const at = scratch()
    const { status, shown } = await answered(at, 'y\r')
    expect(shown).toContain('added block-dangerous-bash')
    expect(status).toBe(0)
    expect((await at.done(['list'])).stdout).toContain('block-dangerous-bash')
  })
})

interface Prepared {
  readonly at: Scratch
  readonly args: readonly string[]
  readonly restore: () => void
}

/** A project with settings of its own and a small pack to add. */
function prepared(): Prepared {
  const at = scratch()
  const pack = packFolder(at.root, 'small')
  const restore = (): void => put(at.settings, '{\n  "model": "opus"\n}\n')
  restore()
  return { at, args: ['add', pack, '--yes'], restore }
}

function dying(signal: string, step: number): { readonly env: Record<string, string> } {
  return { env: { NODE_OPTIONS: `--require=${DIE_AT}`, DIE_AT: String(step), DIE_BY: signal } }
}

/** How many steps on the disk an undisturbed run takes. */
async function countSteps({ at, args }: Prepared): Promise<number> {
  const count = path.join(at.home, 'steps')
  await at.done(args, { env: { NODE_OPTIONS: `--require=${DIE_AT}`, DIE_COUNT: count } })
  return Number(readFileSync(count, 'utf8'))
}

/** Up to `points` steps of `all`, the first and the last among them. */
function spread(all: number, points: number): readonly number[] {
  const steps = Array.from({ length: points }, (_, at) => 1 + Math.round((at * (all - 1)) / (points - 1)))
  return [...new Set(steps)]
}

describe('an add that is interrupted', () => {
  test('by Ctrl-C is undone or finished, never half done', { timeout: 60_000 }, async () => {
    const clean = prepared()
    const all = await countSteps(clean)
    const finished = snapshot(clean.at.project)
    const ends = new Set<unknown>()
    const halfDone: Record<string, unknown> = {}
    for (const step of spread(all, 9)) {
      const { at, args } = prepared()
      const before = snapshot(at.project)
      const { status, signal, stderr } = await at.run(args, dying('SIGINT', step))
      ends.add(signal ?? status)
      const after = relocated(snapshot(at.project), at, clean.at)
      const undone = changedPaths(before, after)
      if (undone.length === 0 || (status !== 130 && changedPaths(finished, after).length === 0)) continue
      halfDone[`step ${step} of ${all}`] = { status, signal, stderr, undone }
    }
    expect(halfDone).toEqual({})
    expect([...ends]).toContain(130)
  })
})

type Files = Readonly<Record<string, string>>

function changedPaths(one: Files, other: Files): readonly string[] {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...paths].filter((name) => one[name] !== other[name])
}

/** The same files, had they been made in another scratch folder: the pack's own path is recorded in them. */
function relocated(
  files: Readonly<Record<string, string>>,
  from: Scratch,
  to: Scratch,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replaceAll(from.root, to.root)]),
  )
}
