import { describe, expect, test } from 'vitest'
import { readArchiveTwice } from '../../../src/core/archive/agree.ts'
import { ArchiveError } from '../../../src/core/archive/error.ts'
import { readArchive } from '../../../src/core/archive/read.ts'
import { file, paxText, record, tgz } from './forge.ts'

describe('readArchiveTwice', () => {
  test('refuses an archive of which node-tar would not see all', async () => {
    // A PAX header without a name of its own: our reader does not need the name, node-tar drops the header.
    const bytes = tgz(paxText(record('path', 'package/b.js'), { name: '' }), file('package/a.js', 'a'))
    expect(readArchive(bytes).map((each) => each.path)).toEqual(['b.js'])
    await expect(readArchiveTwice(bytes)).rejects.toMatchObject({
      code: 'EARCHIVE',
      reason: 'parsers-disagree',
    })
  })

  test('refuses with our own reason what our reader refuses', async () => {
    const bytes = tgz(file('package/../a.js', 'a'))
    await expect(readArchiveTwice(bytes)).rejects.toMatchObject({ reason: 'dot-segment' })
  })

  test('hands the limits on', async () => {
    const bytes = tgz(file('package/a.js', 'a'))
    await expect(readArchiveTwice(bytes, { fileBytes: 0 })).rejects.toMatchObject({ reason: 'file-too-big' })
  })

  test('accepts a file that compresses better than node-tar allows by itself', async () => {
    const bytes = tgz(file('package/zeros', Buffer.alloc(9 * 1024 * 1024)))
    const [zeros] = await readArchiveTwice(bytes)
    expect(zeros?.bytes.length).toBe(9 * 1024 * 1024)
  })

  test('reads bytes that lie inside a larger buffer', async () => {
    const bytes = tgz(file('package/a.js', 'a'))
    const larger = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')])
    const files = await readArchiveTwice(larger.subarray(6, 6 + bytes.length))
    expect(files.map((each) => each.path)).toEqual(['a.js'])
  })
})

describe('ArchiveError', () => {
  test('shows a name without anything a terminal would act on', () => {
    const { entry, message } = new ArchiveError('dot-segment', 'a\x1b[2J\u202e\n\u00a0b é')
    expect(entry).toBe('a\\u{1b}[2J\\u{202e}\\u{a}\\u{a0}b é')
    expect(message).toBe(`archive refused: dot-segment (${entry})`)
  })

  test('cuts a long name, even in the middle of a character', () => {
    const { entry } = new ArchiveError('path-too-long', `a${'🪝'.repeat(500)}`)
    expect(entry?.length).toBeLessThan(200)
    expect(entry).toMatch(/\\u\{d83e\}…$/)
  })

  test('has no entry when the archive as a whole is refused', () => {
    const error = new ArchiveError('not-gzip')
    expect(error).toMatchObject({
      name: 'ArchiveError',
      code: 'EARCHIVE',
      message: 'archive refused: not-gzip',
    })
    expect(error.entry).toBeUndefined()
  })
})
