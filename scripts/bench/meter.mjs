import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {{ command: string[], input: string, env: Record<string, string>, cwd: string }} Job
 * @typedef {{ ms: number, cpu?: number, peak?: number, status: number, output: string, errors: string }} Reading
 *   `ms` from start to end of the process, `cpu` in ms, `peak` resident memory in MiB; the latter two only with Python
 */

/** @returns {{ run: (job: Job) => Promise<Reading>, full: boolean, close: () => void }} */
export function newMeter() {
  return spawnSync('python3', ['-c', 'import os; os.posix_spawn; os.waitstatus_to_exitcode']).status === 0
    ? meterOfPython()
    : { run: runByNode, full: false, close: () => {} }
}

function meterOfPython() {
  const script = fileURLToPath(new URL('meter.py', import.meta.url))
  const child = spawn('python3', ['-I', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const run = async (job) => {
    child.stdin.write(`${JSON.stringify(job)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error('the meter ended before its answer')
    return JSON.parse(value)
  }
  return { run, full: true, close: () => child.stdin.end() }
}

function runByNode({ command: [file, ...args], input, env, cwd }) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint()
    const child = spawn(file, args, { cwd, env, stdio: 'pipe' })
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      errors += chunk
    })
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.on('error', reject)
    child.on('close', (status) =>
      resolve({ ms: Number(process.hrtime.bigint() - start) / 1e6, status: status ?? -1, output, errors }),
    )
  })
}
