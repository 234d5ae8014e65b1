import { posix } from 'node:path'
import { matchesAny } from '../../_shared/src/globs.ts'
import type { Options } from './options.ts'

/** What a file is to this guard; only source files need a test. */
export type Kind = 'test' | 'source' | 'other'

// Folders whose files are tests or serve them.
const TEST_FOLDER =
  /(?:^|\/)(?:__tests__|__mocks__|__snapshots__|__fixtures__|tests?|specs?|e2e|testdata|fixtures|cypress|playwright|testing)\//i

// `cart.test.ts`, `test_cart.py`, `cart_test.go`, `cart_spec.rb`, `CartTest.java`, `CartSpec.scala`.
const TEST_NAME =
  /[._-](?:test|tests|spec|specs|e2e|cy|bench)\.[^./]+$|^test[_-]|^conftest\.py$|_(?:test|spec)\.[^./]+$|[a-z0-9](?:Tests?|Spec|IT|TestCase)\.(?:java|kt|kts|scala|groovy|cs|vb|fs|php|swift|m|mm|dart|hs|cpp|cc)$/

const LANGUAGES =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|py|pyx|go|rs|rb|java|kt|scala|groovy|cs|vb|fs|php|swift|m|mm|c|cc|cpp|cxx|h|hh|hpp|ex|exs|erl|clj|cljs|dart|lua|zig|nim|hs|ml|jl|pl|r)$/i

// Written in a programming language, and still configuration, declarations or the work of a program.
const NO_SOURCE =
  /^\.|\.d\.[cm]?ts$|(?:^|[.-])(?:config|conf|setup|stories|story|generated|gen|min|pb)\.[^./]+$|(?:^|[._-])rc\.[cm]?[jt]s$|^(?:setup|conf|manage|wsgi|asgi|noxfile|fabfile)\.py$|^(?:gulpfile|gruntfile|jakefile|webpack\.[\w.]+)\.[cm]?[jt]s$|^build\.(?:rs|zig)$|^(?:mix|Package)\.(?:exs|swift)$|_pb2\.py$|\.pb\.go$/i
const NO_SOURCE_FOLDER =
  /(?:^|\/)(?:node_modules|vendor|dist|build|out|target|coverage|migrations?|generated|third_party|docs?|examples?|\.[^/]+)\//i

/** The kind of a file, from its path relative to the project, with `/`. */
export function kindOf(file: string, { source, tests, ignore }: Options): Kind {
  if (matchesAny(tests, file)) return 'test'
  if (matchesAny(ignore, file)) return 'other'
  const name = posix.basename(file)
  if (TEST_NAME.test(name) || TEST_FOLDER.test(file)) return LANGUAGES.test(name) ? 'test' : 'other'
  if (source.length > 0) return matchesAny(source, file) ? 'source' : 'other'
  return LANGUAGES.test(name) && !NO_SOURCE.test(name) && !NO_SOURCE_FOLDER.test(file) ? 'source' : 'other'
}

/** True when a test file is one of the source file: by its name, for Go also by its folder. */
export function belongs(test: string, source: string): boolean {
  if (test === source) return true
  if (/\.go$/.test(source) && posix.dirname(test) === posix.dirname(source)) return true
  const subject = stemOf(source)
  const tested = bareTest(stemOf(test))
  // `cart.edge-cases.test.ts` is one of `cart.ts` too.
  return subject.some((stem) =>
    tested.some((one) => one === stem || one.startsWith(`${stem}.`) || one.startsWith(`${stem}-`)),
  )
}

/** The name without its extension; a file that stands for its folder is also called like that. */
function stemOf(file: string): readonly string[] {
  const stem = posix
    .basename(file)
    .replace(/\.[^.]+$/, '')
    .toLowerCase()
  const folder = posix.basename(posix.dirname(file)).toLowerCase()
  return /^(?:index|__init__|mod|lib|main)$/.test(stem) && folder !== '.' ? [stem, folder] : [stem]
}

/** `CartTest` is one of `Cart`, but `commit.test` none of `comm`: names without a clear mark are tried as they are, too. */
function bareTest(stems: readonly string[]): readonly string[] {
  return stems.flatMap((stem) => {
    const bare = stem.replace(/[._-](?:tests?|specs?|e2e|cy)$/, '').replace(/^test[_-]/, '')
    return bare === stem ? [stem, stem.replace(/(?<=.)(?:tests?|spec|testcase|it)$/, '')] : [bare]
  })
}

/** True for a text that has tests within source, as Rust, Zig and vitest allow it. */
export function hasInlineTest(file: string, text: string): boolean {
  if (/\.rs$/i.test(file)) return /#\[(?:\w+::)*test\b|#\[cfg\(test\)\]|#\[rstest/.test(text)
  if (/\.zig$/i.test(file)) return /^\s*test\s+(?:"|\{|\w)/m.test(text)
  return /import\.meta\.vitest/.test(text)
}
