import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import type { Counts, Report, Share } from './share.ts'

const workers = 2

// One input may take two seconds of computing, of which the others take their part meanwhile; thousands are read in one.
// Not of the clock: a machine may be busy with something else.
const longest = 2_000_000 * workers

interface Run {
  readonly seed: number
  readonly inputs: number
  readonly reader: string
}

/** Judges all inputs of a seed in workers of their own, so that one that never ends is found and ended. */
export async function fuzz({ seed, inputs, reader }: Run): Promise<Counts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-fuzz-'))
  try {
    const program = path.join(folder, 'worker.mjs')
    await bundle(program)
    const shares = Array.from({ length: workers }, (_, first) => {
      const at = new SharedArrayBuffer(4)
      new Int32Array(at)[0] = first
      return watched(program, { seed, inputs, reader, of: workers, at })
    })
    return (await Promise.all(shares)).reduce(added)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// Node 20 runs no TypeScript. Some libraries inside are CommonJS and look for `require`.
async function bundle(program: string): Promise<void> {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'worker.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
    },
  })
}

/** What a worker reports; for one that stays at an input, or ends there, that input is a fault as well. */
async function watched(program: string, share: Share): Promise<Counts> {
  const progress = new Int32Array(share.at)
  const worker = new Worker(program, { workerData: share })
  let seen = -1
  let since = computed()
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      const index = Atomics.load(progress, 0)
      if (index !== seen) since = computed()
      seen = index
      if (computed() - since > longest) void worker.terminate()
    }, 250)
    let last: Report = { accepted: 0, refused: {}, faults: [], slowest: 0, done: false }
    let why = 'there is no end'
    worker.on('message', (report: Report) => {
      last = report
    })
    worker.on('error', (error) => {
      why = `the thread fails: ${String(error)}`
    })
    worker.on('exit', () => {
      clearInterval(watch)
      const fault = { index: Atomics.load(progress, 0), faults: [why], archive: '' }
      resolve(last.done ? last : { ...last, faults: [...last.faults, fault] })
    })
  })
}

/** Microseconds of computing in all threads. */
function computed(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

function added(one: Counts, other: Counts): Counts {
  const refused = { ...one.refused }
  for (const [reason, count] of Object.entries(other.refused))
    refused[reason] = (refused[reason] ?? 0) + count
  return {
    accepted: one.accepted + other.accepted,
    refused,
    faults: [...one.faults, ...other.faults],
    slowest: Math.max(one.slowest, other.slowest),
  }
}
