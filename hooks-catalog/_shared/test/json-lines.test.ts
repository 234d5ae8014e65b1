import { execFile } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { appendLine, type JsonLines } from '../src/json-lines.ts'
import { lastLines, partsOf } from '../src/json-lines-files.ts'

const root = mkdtempSync(path.join(tmpdir(), 'json-lines-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const logIn = (name: string, more: Partial<JsonLines> = {}): JsonLines => ({
  ...{ folder: path.join(root, name), name: 'test', fileBytes: 1000, totalBytes: 1e6, keepDays: 10 },
  ...more,
})
const day = (text: string): Date => new Date(`${text}T12:00:00Z`)
const names = (log: JsonLines): readonly string[] =>
  partsOf(log.folder, log.name).map(({ file }) => path.basename(file))

describe('appending', () => {
  it('makes a private folder and a private file for the day', () => {
    const log = logIn('private/deep', { ignored: true })
    const file = appendLine(log, '{"a":1}', day('2026-01-31'))
    expect(path.basename(file)).toBe('test-2026-01-31.jsonl')
    expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(log.folder).mode & 0o777).toBe(0o700)
    expect(readFileSync(path.join(log.folder, '.gitignore'), 'utf8')).toBe('*\n')
  })

  it('goes on in the next file when one is full, and in the next day with the first', () => {
    const log = logIn('full')
    for (let at = 0; at < 25; at++) appendLine(log, 'x'.repeat(99), day('2026-01-31'))
    appendLine(log, 'y', day('2026-02-01'))
    expect(names(log)).toEqual([
      'test-2026-01-31.jsonl',
      'test-2026-01-31.2.jsonl',
      'test-2026-01-31.3.jsonl',
      'test-2026-02-01.jsonl',
    ])
    expect(lastLines(log.folder, log.name, 250)).toEqual(['x'.repeat(99), 'x'.repeat(99), 'y'])
  })

  it('writes a line that is longer than a file', () => {
    const log = logIn('long')
    appendLine(log, 'x'.repeat(5000), day('2026-01-31'))
    appendLine(log, 'y', day('2026-01-31'))
    expect(names(log)).toEqual(['test-2026-01-31.jsonl', 'test-2026-01-31.2.jsonl'])
  })

  it('deletes what is too old or too much, and nothing that is not its own', () => {
    const log = logIn('old', { totalBytes: 2500 })
    for (const text of ['2026-01-01', '2026-01-20', '2026-01-21', '2026-01-22', '2026-01-23'])
      appendLine(log, 'x'.repeat(899), day(text))
    writeFileSync(path.join(log.folder, 'test-notes.jsonl'), '')
    writeFileSync(path.join(log.folder, 'other-2020-01-01.jsonl'), '')
    appendLine(log, 'y', day('2026-01-24'))
    expect(readdirSync(log.folder).sort()).toEqual([
      'other-2020-01-01.jsonl',
      'test-2026-01-22.jsonl',
      'test-2026-01-23.jsonl',
      'test-2026-01-24.jsonl',
      'test-notes.jsonl',
    ])
  })

  it('does not follow a link and does not write into a folder', () => {
    const log = logIn('link')
    mkdirSync(log.folder)
    writeFileSync(path.join(root, 'target'), 'mine')
    symlinkSync(path.join(root, 'target'), path.join(log.folder, 'test-2026-01-31.jsonl'))
    expect(() => appendLine(log, 'x', day('2026-01-31'))).toThrow('ELOOP')
    expect(readFileSync(path.join(root, 'target'), 'utf8')).toBe('mine')
    mkdirSync(path.join(log.folder, 'test-2026-02-01.jsonl'))
    expect(() => appendLine(log, 'x', day('2026-02-01'))).toThrow('EISDIR')
  })
})

it('sixteen processes at once lose no line and mix none, across many files', async () => {
  const outfile = path.join(root, 'append-many.mjs')
  const entry = path.join(import.meta.dirname, 'append-many.ts')
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  const folder = path.join(root, 'many')
  const run = promisify(execFile)
  const writers = Array.from({ length: 16 }, (_, at) => `w${at}`)
  await Promise.all(writers.map((writer) => run(process.execPath, [outfile, folder, writer, '200', '65536'])))
  const parts = partsOf(folder, 'test')
  const lines = parts.flatMap(({ file }) => readFileSync(file, 'utf8').trimEnd().split('\n'))
  const seen = lines.map((line) => JSON.parse(line) as { writer: string; at: number; text: string })
  expect(seen).toHaveLength(16 * 200)
  expect(new Set(seen.map(({ writer, at }) => `${writer} ${at}`)).size).toBe(16 * 200)
  expect(seen.every(({ at, text }) => text.length === at % 700)).toBe(true)
  expect(parts.length).toBeGreaterThan(3)
}, 60_000)
