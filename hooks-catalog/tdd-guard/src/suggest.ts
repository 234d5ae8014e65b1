import { existsSync } from 'node:fs'
import { posix } from 'node:path'

/** A test file of the source file that is there already, and where one would usually be. */
export interface Suggestion {
  readonly existing: string | undefined
  readonly usual: string
}

/** Looks for tests of a source file (relative to the project) at the usual places. */
export function suggestTest(source: string, projectDir: string): Suggestion {
  const places = placesFor(source)
  const existing = places.find((place) => existsSync(posix.join(projectDir.replaceAll('\\', '/'), place)))
  return { existing, usual: places[0] ?? source }
}

function placesFor(source: string): readonly string[] {
  const folder = posix.dirname(source)
  const extension = posix.extname(source)
  const stem = posix.basename(source, extension)
  const beside = (name: string): string => posix.join(folder, name)
  const inside = source.split('/').slice(1, -1).join('/')
  switch (extension) {
    case '.py':
      return [
        posix.join('tests', `test_${stem}.py`),
        posix.join('tests', inside, `test_${stem}.py`),
        beside(`test_${stem}.py`),
        beside(`${stem}_test.py`),
      ]
    case '.go':
      return [beside(`${stem}_test.go`)]
    case '.rb':
      return [posix.join('spec', inside, `${stem}_spec.rb`), posix.join('test', inside, `${stem}_test.rb`)]
    case '.rs':
      return [source]
    case '.java':
    case '.kt':
      return [source.replace('src/main/', 'src/test/').replace(/\.(\w+)$/, 'Test.$1')]
    default:
      return [
        beside(`${stem}.test${extension}`),
        beside(`${stem}.spec${extension}`),
        beside(`__tests__/${stem}.test${extension}`),
        posix.join('test', inside, `${stem}.test${extension}`),
        posix.join('tests', inside, `${stem}.test${extension}`),
      ]
  }
}
