import { statSync } from 'node:fs'
import { basename, dirname, extname, join, relative } from 'node:path'
import { foldersUpTo } from '../../_shared/src/folders-up-to.ts'

/** The test files of a Python file, by name: itself, if it is one, else those beside it and in folders for tests. */
export function pythonTests(file: string, root: string): readonly string[] {
  const name = basename(file, extname(file))
  if (name.startsWith('test_') || name.endsWith('_test')) return [file]
  // What it sets up concerns all tests in its folder.
  if (name === 'conftest') return [dirname(file)]
  const subject = name === '__init__' ? basename(dirname(file)) : name
  return namedTests(file, root, {
    names: [`test_${subject}.py`, `${subject}_test.py`],
    folders: ['', 'tests', 'test', 'tests/unit', 'tests/integration', 'test/unit'],
    mirrors: ['tests', 'test', 'tests/unit'],
  })
}

/** The spec files of a Ruby file, by name. */
export function rubySpecs(file: string, root: string): readonly string[] {
  const name = basename(file, extname(file))
  if (name.endsWith('_spec')) return [file]
  return namedTests(file, root, { names: [`${name}_spec.rb`], folders: ['', 'spec'], mirrors: ['spec'] })
}

interface Where {
  readonly names: readonly string[]
  /** Folders for tests, relative to each folder above the file. */
  readonly folders: readonly string[]
  /** Folders for tests in which the path of the file is repeated. */
  readonly mirrors: readonly string[]
}

/** Tests that are nearest to the file: those of the first folder that has any. */
function namedTests(file: string, root: string, { names, folders, mirrors }: Where): readonly string[] {
  const own = dirname(file)
  for (const folder of foldersUpTo(root, own)) {
    const inside = relative(folder, own)
    // `src/shop/cart.py` may be tested in `tests/src/shop`, `tests/shop`, and so on.
    const tails = inside.split(/[\\/]/).map((_, at, all) => all.slice(at).join('/'))
    const places = [...folders, ...mirrors.flatMap((mirror) => tails.map((tail) => join(mirror, tail)))]
    const found = places.flatMap((place) => names.map((name) => join(folder, place, name))).filter(isFile)
    if (found.length > 0) return [...new Set(found)]
  }
  return []
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
}
