import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bundled, newScratch } from './scratch.ts'

const folder = newScratch()

const ENTRIES = [
  ...['command', 'edits', 'git', 'limits', 'paths', 'redact', 'session-state', 'stop-loop', 'tool-input'],
  ...['bash/view', 'bash/options'],
]

// Gives what a file requires while it is loaded.
const watch = `
  const { Module } = require('node:module')
  const load = Module._load
  const asked = []
  Module._load = function (name, ...rest) { asked.push(name); return load.call(this, name, ...rest) }
  require(process.argv[1])
  process.stdout.write(JSON.stringify(asked.slice(1)))`

test.each(ENTRIES)('%s loads nothing but fs and path before it is called', (entry) => {
  const file = bundled(folder, entry.replace('/', '-'), `export * from '#kit/${entry}.ts'`)
  const asked = JSON.parse(
    execFileSync(process.execPath, ['-e', watch, file], { encoding: 'utf8' }),
  ) as string[]
  expect(asked.filter((name) => name !== 'node:fs' && name !== 'node:path')).toEqual([])
})

test('no helper carries another one that it does not need', () => {
  const sizes = ENTRIES.map((entry) => {
    const file = bundled(folder, `size of ${entry.replace('/', '-')}`, `export * from '#kit/${entry}.ts'`)
    return [entry, statSync(file).size] as const
  })
  // The parser is by far the largest part; the rest is small.
  expect(sizes.filter(([entry, size]) => entry !== 'bash/view' && size > 24_000)).toEqual([])
})
