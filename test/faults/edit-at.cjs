'use strict'
// Loaded before the program: somebody else edits the settings file right before its n-th step on the disk, so that every
// moment of a change can be tried and none depends on the clock. EDIT_FILE, EDIT_AT=<n>, EDIT_HOW: `rename`, `in-place`,
// or `held` (opened before step n, written before the step after it). Without EDIT_AT, the steps are written to EDIT_COUNT.
const fs = require('node:fs')
const promises = require('node:fs/promises')
const { openSync, readFileSync, renameSync, writeFileSync, ftruncateSync, writeSync } = fs

const { EDIT_FILE, EDIT_AT, EDIT_HOW, EDIT_COUNT } = process.env
const steps = []
let held

function edited(text) {
  return `${JSON.stringify({ ...JSON.parse(text), outside: Number(EDIT_AT) }, null, 4)}\n`
}

/** `last`: between our look at the file and its replacement. Whoever replaces it there as well cannot be noticed. */
function step(name, last) {
  steps.push(name)
  if (EDIT_COUNT) writeFileSync(EDIT_COUNT, JSON.stringify(steps))
  const at = steps.length - Number(EDIT_AT)
  if (at === 0 && EDIT_HOW === 'held') held = openSync(EDIT_FILE, 'r+')
  if (at === 1 && held !== undefined) {
    const text = edited(readFileSync(held, 'utf8'))
    ftruncateSync(held)
    writeSync(held, text, 0)
  }
  if (at !== 0 || EDIT_HOW === 'held') return
  const text = edited(readFileSync(EDIT_FILE, 'utf8'))
  if (EDIT_HOW === 'in-place' || last) return writeFileSync(EDIT_FILE, text)
  writeFileSync(`${EDIT_FILE}.editor`, text)
  renameSync(`${EDIT_FILE}.editor`, EDIT_FILE)
}

for (const name of ['link', 'mkdir', 'open', 'rename', 'rm', 'rmdir', 'writeFile']) {
  const real = promises[name]
  promises[name] = async (...args) => {
    if (name !== 'open' || args[1] !== 'r') step(name, false)
    return real(...args)
  }
}

for (const name of ['linkSync', 'openSync', 'renameSync', 'rmSync']) {
  const real = fs[name]
  fs[name] = (...args) => {
    if (args.includes(EDIT_FILE)) step(name, name === 'renameSync' || name === 'rmSync')
    return real(...args)
  }
}
