import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { defaultLimits } from '../../src/core/archive/limits.ts'
import { reasons } from '../core/archive/reasons.ts'

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/pack-authoring.md'), 'utf8')
const section = page.split(/^## /m).find((one) => one.startsWith('What an archive may hold\n')) ?? ''
const rows = [...section.matchAll(/^\|(?! -)(.*)\|$/gm)].map(([, row = '']) => row.split(/(?<!\\)\|/))

test('docs/pack-authoring.md has every rule of archives once, as messages say it', () => {
  const said = rows.flatMap((row) =>
    [...(row.at(-1) ?? '').matchAll(/`([a-z0-9 ]+)`/g)].map(([, text]) => text),
  )
  expect(said.sort()).toEqual(reasons.map((reason) => reason.replaceAll('-', ' ')).sort())
})

test('docs/pack-authoring.md has the limits of archives', () => {
  const { archiveBytes, totalBytes, fileBytes, entries, pathBytes, segmentBytes, depth } = defaultLimits
  const mebibytes = (bytes: number): string => `${bytes / 2 ** 20} MiB`
  expect(section).toContain(
    `${mebibytes(archiveBytes)}, ${mebibytes(totalBytes)} unpacked, ${mebibytes(fileBytes)} a file; 1 to ${entries} files`,
  )
  expect(section).toContain(`${pathBytes} bytes, ${segmentBytes} a segment, ${depth} segments`)
})
