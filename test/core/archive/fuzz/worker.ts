import { parentPort, workerData } from 'node:worker_threads'
import { judge } from './judge.ts'
import { mutantsOf } from './mutants.ts'
import { readerCalled } from './readers.ts'
import type { Counts, Report, Share } from './share.ts'

// Judges every `of`-th input from the number that the watchdog's cell holds, and says there which one it is at.
const { seed, inputs, of, at, reader } = workerData as Share
const progress = new Int32Array(at)
const read = readerCalled(reader)
const make = mutantsOf(seed)
const counts: Counts = { accepted: 0, refused: {}, faults: [], slowest: 0 }

// Reports what it has so far, so that whatever ends it takes little along.
const reportEvery = 50_000

for (let index = Atomics.load(progress, 0); index < inputs; index += of) {
  Atomics.store(progress, 0, index)
  if (index % reportEvery < of) parentPort?.postMessage({ ...counts, done: false } satisfies Report)
  const bytes = make(index)
  const started = performance.now()
  const verdict = await judge(bytes, read)
  counts.slowest = Math.max(counts.slowest, performance.now() - started)
  if ('accepted' in verdict) counts.accepted += 1
  else if ('refused' in verdict) counts.refused[verdict.refused] = (counts.refused[verdict.refused] ?? 0) + 1
  else counts.faults.push({ index, faults: verdict.faults, archive: Buffer.from(bytes).toString('base64') })
}
parentPort?.postMessage({ ...counts, done: true } satisfies Report)
