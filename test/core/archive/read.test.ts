import { describe, expect, test } from 'vitest'
import { readArchiveTwice } from '../../../src/core/archive/agree.ts'
import { ArchiveError } from '../../../src/core/archive/error.ts'
import { type ArchiveFile, readArchive } from '../../../src/core/archive/read.ts'
import type { Case } from './case.ts'
import { corpus } from './corpus.ts'

for (const [subject, cases] of Object.entries(corpus)) {
  describe(`an archive: ${subject}`, () => {
    test.each(cases.map((each) => [each.name, each] as const))('%s', async (_, each) => {
      const bytes = each.archive()
      const outcome = await outcomeOf(() => readArchive(bytes, each.limits))
      expect(outcome).toEqual(expected(each))
      // The second parser may only ever refuse, and has nothing to add to an honest archive.
      expect(await outcomeOf(() => readArchiveTwice(bytes, each.limits))).toEqual(outcome)
    })
  })
}

test('sentences in the tables are unique', () => {
  const names = Object.values(corpus)
    .flat()
    .map((each) => each.name)
  expect(new Set(names).size).toBe(names.length)
})

type Outcome = { readonly files: Readonly<Record<string, string>> } | { readonly refused: string }

function expected(each: Case): Outcome {
  return 'accepts' in each ? { files: each.accepts } : { refused: each.refuses }
}

async function outcomeOf(read: () => ArchiveFile[] | Promise<ArchiveFile[]>): Promise<Outcome> {
  try {
    const files = await read()
    const paths = files.map((file) => file.path)
    expect(paths).toEqual([...paths].sort())
    return { files: Object.fromEntries(files.map(shown)) }
  } catch (error) {
    if (error instanceof ArchiveError) return { refused: error.reason }
    throw error
  }
}

function shown({ path, bytes, executable }: ArchiveFile): [string, string] {
  return [executable ? `${path}*` : path, Buffer.from(bytes).toString('latin1')]
}
