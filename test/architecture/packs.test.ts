import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const catalog = path.resolve(import.meta.dirname, '../../hooks-catalog')
const files = readdirSync(catalog, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/(?:^|[\\/])(?:node_modules|dist)[\\/]/.test(file))
  .map((file) => file.split(path.sep).join('/'))

/** What a file of the catalog imports of the catalog: paths from its root. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(path.join(catalog, file), 'utf8')
  return [...text.matchAll(/(?:from |import |import\(|require\()'(\.[^']*)'/g)]
    .map(([, target = '']) => path.posix.join(path.posix.dirname(file), target))
    .filter((target) => !target.startsWith('../'))
}

const folderOf = (file: string): string => file.split('/')[0] ?? ''

describe('every file of the catalog', () => {
  test('imports from its own pack or from what packs share, never from another pack', () => {
    const foreign = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => ![folderOf(file), '_shared'].includes(folderOf(target)))
        .map((target) => `${file} imports ${target}`),
    )
    expect(foreign).toEqual([])
  })

  test('is used by more than one pack, or by what is, if it is shared', () => {
    const users = new Map<string, Set<string>>()
    for (const file of files) {
      for (const target of importsOf(file)) {
        const from = folderOf(file) === '_shared' ? file : folderOf(file)
        users.set(target, (users.get(target) ?? new Set()).add(from))
      }
    }
    const shared = files.filter((file) => file.startsWith('_shared/src/'))
    // A shared file may have one user when that is shared too: it is then a part of it.
    const alone = shared.filter((file) => {
      const by = [...(users.get(file) ?? [])]
      return by.length === 0 || (by.length === 1 && !by[0]?.startsWith('_shared/'))
    })
    expect(alone).toEqual([])
  })
})
