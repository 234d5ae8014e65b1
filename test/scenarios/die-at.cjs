'use strict'
// Loaded before the program: sends it a signal at its n-th step on the disk, so that every moment of a change can
// be tried and none depends on the clock. DIE_AT=<n>, DIE_BY=<signal>; without DIE_AT it only writes the number of
// steps to the file DIE_COUNT.
const fs = require('node:fs/promises')
const { writeFileSync } = require('node:fs')

let steps = 0

/** Gives a signal that is handled a turn to arrive. */
async function step() {
  steps += 1
  if (process.env.DIE_COUNT) writeFileSync(process.env.DIE_COUNT, String(steps))
  if (steps !== Number(process.env.DIE_AT)) return
  process.kill(process.pid, process.env.DIE_BY)
  await new Promise((resolve) => setTimeout(resolve, 20))
}

for (const name of ['mkdir', 'rename', 'rm', 'rmdir']) {
  const real = fs[name]
  fs[name] = async (...args) => {
    await step()
    return real(...args)
  }
}

const { open } = fs
fs.open = async (file, flags, ...rest) => {
  if (flags === 'r') return open(file, flags, ...rest)
  await step()
  const handle = await open(file, flags, ...rest)
  const write = handle.writeFile.bind(handle)
  handle.writeFile = async (...args) => {
    await step()
    return write(...args)
  }
  return handle
}
