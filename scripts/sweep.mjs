// Runs a suite that counts: `node scripts/sweep.mjs faults|hostile [--full] [vitest arguments]`. What its sweeps tried,
// kept and lost is printed at the end, and anything lost fails the run. `--full` tries every point instead of a sample.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

const [suite, ...given] = process.argv.slice(2)
const full = given.includes('--full')
const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-tally-'))
const file = path.join(folder, 'counts')
const vitest = path.join(
  path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
)
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', suite, ...given.filter((one) => one !== '--full')],
  {
    stdio: 'inherit',
    env: { ...process.env, HOOKPACK_TALLY: file, ...(full ? { HOOKPACK_FULL: '1' } : {}) },
  },
)
const counts = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : []
rmSync(folder, { recursive: true })

const width = Math.max(5, ...counts.map(({ sweep }) => sweep.length))
const row = (sweep, ...numbers) =>
  `${sweep.padEnd(width)}${numbers.map((one) => String(one).padStart(11)).join('')}`
if (counts.length > 0) {
  console.log(`\n${row('sweep', 'tried', 'kept', 'lost')}`)
  for (const { sweep, tried, kept, lost } of counts.toSorted((a, b) => (a.sweep < b.sweep ? -1 : 1)))
    console.log(row(sweep, tried, kept, lost))
  const sum = (key) => counts.reduce((all, one) => all + one[key], 0)
  console.log(row('all', sum('tried'), sum('kept'), sum('lost')))
}
process.exitCode = status !== 0 || counts.some(({ lost }) => lost > 0) ? 1 : 0
