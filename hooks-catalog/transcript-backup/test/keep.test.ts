import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { ownState, schemaDefaults } from '../../_shared/test/pack-under-test.ts'
import after from '../src/after.ts'
import before from '../src/before.ts'
import { copiesIn } from '../src/copies.ts'
import { keep } from '../src/keep.ts'
import { DEFAULTS } from '../src/options.ts'

const { state, folder } = ownState()
// Put together here, so that no scanner takes this file for a leak.
const TOKEN = `gh${'p_'}${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`

function transcriptOf(text: string): string {
  const file = path.join(folder(), 's.jsonl')
  fs.writeFileSync(file, text)
  return file
}
const options = (more: object = {}) => ({ ...DEFAULTS, ...more })
const kept = (transcript: string, to: string, session = 's1', more: object = {}) =>
  keep({ session, transcript, cwd: '/', projectDir: '/' }, options({ folder: to, ...more }))

it('the defaults are those of the schema', () =>
  expect(DEFAULTS).toEqual(schemaDefaults('transcript-backup')))

describe('a copy', () => {
  it('is the same to the byte, private, and made once for the same contents', async () => {
    const text = `{"a":"ü"}\n`.repeat(50_000)
    const to = path.join(folder(), 'kept')
    const first = await kept(transcriptOf(text), to)
    expect(gunzipSync(fs.readFileSync(first.file)).toString()).toBe(text)
    expect(fs.statSync(first.file).mode & 0o777).toBe(0o600)
    expect(fs.statSync(to).mode & 0o777).toBe(0o700)
    expect((await kept(transcriptOf(text), to)).file).toBe(first.file)
    expect((await kept(transcriptOf(text), to, 's2')).file).not.toBe(first.file)
    expect(fs.readdirSync(to).filter((name) => name.startsWith('.new-'))).toEqual([])
  })

  it('without secrets has all lines', async () => {
    const lines = [
      JSON.stringify({ text: `use ${TOKEN}`, deep: { password: 'hunter two' } }),
      'half a {"line',
      '{"b":1}',
    ]
    const { file } = await kept(transcriptOf(lines.join('\n')), path.join(folder(), 'kept'), 's', {
      redact: true,
    })
    expect(gunzipSync(fs.readFileSync(file)).toString().split('\n')).toEqual([
      '{"text":"use [redacted]","deep":{"password":"[redacted]"}}',
      'half a {"line',
      '{"b":1}',
    ])
  })

  it('is not made of a transcript that is too large', async () => {
    const large = transcriptOf('x'.repeat(1_100_000))
    const most = { maxTranscriptMegabytes: 1 }
    await expect(kept(large, folder(), 's', most)).rejects.toThrow('the transcript has more than 1 megabytes')
  })

  it('is not made of what a link leads to', async () => {
    const link = path.join(folder(), 'l.jsonl')
    fs.symlinkSync(transcriptOf('{}\n'), link)
    await expect(kept(link, folder())).rejects.toThrow('ELOOP')
  })
})

describe('of many copies', () => {
  it('the oldest go: of a session, of all, and by size; other files stay', async () => {
    const to = folder()
    fs.writeFileSync(path.join(to, 'mine.jsonl.gz'), 'x')
    const old = (session: string, day: number) =>
      fs.writeFileSync(
        path.join(to, `${session}.2020010${day}T000000Z.${String(day).repeat(16)}.jsonl.gz`),
        Buffer.alloc(400_000),
      )
    for (const day of [1, 2, 3, 4]) old('s1', day)
    for (const day of [5, 6]) old('other', day)
    await kept(transcriptOf('{"n":1}\n'), to, 's1', { keepPerSession: 2 })
    const sessions = (): readonly string[] =>
      copiesIn(to).map(({ session, time }) => `${session} ${time.slice(0, 8)}`)
    expect(sessions().slice(1)).toEqual(['other 20200106', 'other 20200105', 's1 20200104'])
    await kept(transcriptOf('{"n":2}\n'), to, 's1', { maxMegabytes: 1 })
    expect(sessions().slice(2)).toEqual(['other 20200106', 'other 20200105'])
    await kept(transcriptOf('{"n":3}\n'), to, 's3', { keep: 1 })
    expect(copiesIn(to)).toHaveLength(1)
    expect(fs.existsSync(path.join(to, 'mine.jsonl.gz'))).toBe(true)
  })
})

it('after the summary the user is told once where the copy is, or why there is none', async () => {
  const session_id = 'told'
  const common = { session_id, cwd: '/' }
  const setting = { options: options(), projectDir: '/' }
  const pre = (transcript_path: string) =>
    payloadOf('PreCompact', { ...common, trigger: 'auto', custom_instructions: null, transcript_path })
  const post = payloadOf('PostCompact', { ...common, trigger: 'auto', compact_summary: 'S' })
  await runCase(before, pre(transcriptOf('{}\n')), setting)
  const { decision, reason } = await runCase(after, post, setting)
  expect(decision).toBe('tell')
  expect(reason).toContain(`is in ${path.join(state, 'transcript-backup')}`)
  expect((await runCase(after, post, setting)).decision).toBe('none')
  await runCase(before, pre('/not/there.jsonl'), setting)
  expect((await runCase(after, post, setting)).reason).toContain('was not kept: ENOENT')
})
