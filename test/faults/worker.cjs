'use strict'
// A process that has the program loaded and has run it before, and runs it again in a fork of itself for each line on
// stdin: a start costs a few milliseconds instead of hundreds, and every run is still a process of its own, with its
// own number, that can be killed. FAULT_WARM: command lines to run once before, so that all that is loaded late is.
const fs = require('node:fs')
const { main } = require(process.env.FAULT_PROGRAM)

const ASK = '/hookpack-fault/fork'
const request = process.env.FAULT_REQUEST
/** One thread for all work on files, so that it is always in the same order. */
const always = { UV_THREADPOOL_SIZE: '1' }

/** The next line of stdin, as JSON. Nothing may wait in an event loop that is about to be copied. */
function next() {
  const bytes = []
  const one = Buffer.alloc(1)
  for (;;) {
    if (fs.readSync(0, one) === 0) process.exit(0)
    if (one[0] === 10) return JSON.parse(Buffer.from(bytes).toString())
    bytes.push(one[0])
  }
}

/** Makes this process what a new one with this environment in this folder would be. */
function become({ cwd, env }) {
  process.chdir(cwd)
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env, always)
  process.exitCode = undefined
}

/** True in the child. */
function forked(job) {
  fs.writeFileSync(request, [job.fault, job.out, job.err, job.log ?? '', job.ended, ''].join('\n'))
  try {
    fs.openSync(ASK, 'r')
    // Node has looked it up long ago, in the parent.
    Object.defineProperty(process, 'pid', { value: Number(fs.readlinkSync('/proc/self')) })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

async function run(job) {
  become(job)
  await main(job.args)
}

async function work() {
  for (;;) {
    const job = next()
    if (job.warm) {
      await run(job)
      fs.writeSync(3, '\n')
    } else if (forked(job)) {
      await run(job)
      fs.openSync(`/hookpack-fault/exit/${process.exitCode ?? 0}`)
    } else fs.writeSync(3, '\n')
  }
}
work().catch((error) => {
  fs.writeSync(2, `${error.stack}\n`)
  process.exit(70)
})
