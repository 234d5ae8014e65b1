import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import { segmentsIn } from '../../../src/runtime/src/log/place.ts'
import type { RunRecord } from '../../../src/runtime/src/log/record.ts'

const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-log-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let folders = 0

/** The path of a new folder for the log, in a folder that does not exist either. */
export function newLogFolder(): string {
  return path.join(scratch, `state ${++folders}`, 'log')
}

/** A folder for what else a test needs, removed with the others. */
export function scratchFolder(): string {
  return mkdtempSync(path.join(scratch, 'other-'))
}

/** A record of a deny, with what differs. */
export function entry(fields: Partial<RunRecord> = {}): RunRecord {
  return {
    v: 1,
    time: '2026-11-21T08:30:00.123Z',
    event: 'PreToolUse',
    hook: 'guard/one',
    outcome: 'decided',
    decision: 'deny',
    reason: 'no',
    ms: 1.8,
    tool: 'Bash',
    project: '/project',
    scope: '/project/.claude/hookpack',
    session: 's1',
    pid: 123,
    ...fields,
  }
}

/** The names of the log's files, oldest first. */
export function logFiles(folder: string): readonly string[] {
  const names = readdirSync(folder)
  return [...segmentsIn(names), ...names.filter((name) => name === 'runs.jsonl')]
}

/** All lines of the log. */
export function logLines(folder: string): readonly string[] {
  return logFiles(folder).flatMap((name) => {
    const text = readFileSync(path.join(folder, name), 'utf8')
    return text === '' ? [] : text.replace(/\n$/, '').split('\n')
  })
}

/** All lines of the log as records. Fails on a line that is torn. */
export function logged(folder: string): readonly RunRecord[] {
  return logLines(folder).map((line) => JSON.parse(line) as RunRecord)
}

/** Replaces a function of node:fs until the test ends. */
export function instead<K extends 'writeSync' | 'renameSync' | 'fstatSync'>(
  name: K,
  act: (typeof fs)[K],
): (typeof fs)[K] {
  const real = fs[name]
  const restore = () => {
    fs[name] = real
    syncBuiltinESMExports()
  }
  fs[name] = act
  syncBuiltinESMExports()
  onTestFinished(restore)
  return real
}

/** The rights of a file or folder. */
export function modeOf(file: string): number {
  return statSync(file).mode & 0o777
}
