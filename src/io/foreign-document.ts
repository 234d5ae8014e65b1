import path from 'node:path'
import { withoutComments } from '../core/import/plain-json.ts'
import { readRuleHead } from '../core/import/rule-head.ts'
import { ambiguousKey, isTooDeep } from '../core/json-scan.ts'
import { parseLoosely } from '../schema/json.ts'

/** A file of some tool, as a value; Markdown has a body below it. */
interface ForeignDocument {
  readonly value: unknown
  readonly body?: string
  /** A key that readers do not agree on, in words. */
  readonly ambiguous?: string
}

type Read = ForeignDocument | { readonly fault: string }

/** More aliases of a YAML document than these are an attack. */
const MOST_ALIASES = 50

/** So long may a document be that is no JSON: nobody writes as much, and its readers are slow. */
const MOST_LETTERS = 1024 * 1024

const TOO_DEEP = 'it is nested too deeply to be read'
const MOST_LEVELS = 500

/** Reads JSON (with comments, too), YAML, TOML, or the frontmatter of Markdown, by the name of the file. */
export async function readForeign(file: string, text: string): Promise<Read> {
  const read = await readAs(file, text)
  return 'value' in read && isEndless(read.value) ? { fault: TOO_DEEP } : read
}

async function readAs(file: string, text: string): Promise<Read> {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (isTooDeep(plain)) return { fault: TOO_DEEP }
  const kind = path.extname(file).toLowerCase()
  const isJson = !['.toml', '.yml', '.yaml', '.md'].includes(kind)
  if (!isJson && plain.length > MOST_LETTERS) return { fault: 'it is too long to be read' }
  if (kind === '.toml') return readToml(plain)
  if (kind === '.yml' || kind === '.yaml') return readYaml(plain)
  return kind === '.md' ? readMarkdown(path.basename(file), plain) : readJson(plain)
}

function readJson(text: string): Read {
  if (text.trim() === '') return { value: {} }
  const strict = parseLoosely(text)
  const json = 'value' in strict ? text : withoutComments(text)
  const parsed = 'value' in strict ? strict : parseLoosely(json)
  if ('fault' in parsed) return { fault: `it is not JSON: ${parsed.fault}` }
  const ambiguous = ambiguousKey(json)
  return { ...parsed, ...(ambiguous === undefined ? {} : { ambiguous }) }
}

async function readToml(text: string): Promise<Read> {
  const { parse } = await import('smol-toml')
  return attempt('TOML', () => parse(text))
}

async function readYaml(text: string): Promise<Read> {
  const { isScalar, parseDocument, visit } = await import('yaml')
  return attempt('YAML', () => {
    // The library compares each key with all others.
    const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false })
    const [error] = document.errors
    if (error) throw error
    visit(document, {
      Map: (_, { items }) => {
        const keys = items.flatMap(({ key }) => (isScalar(key) ? [key.value] : []))
        if (new Set(keys).size < keys.length) throw new Error('a key is there twice')
      },
    })
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown
  })
}

async function readMarkdown(name: string, text: string): Promise<Read> {
  const [, head, body = ''] = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n([\s\S]*))?$/.exec(text) ?? []
  if (head === undefined) return { fault: 'it has no frontmatter' }
  // Rules are no YAML: their patterns are texts as they stand, which YAML would read as something else.
  if (/^hookify\..*\.md$/.test(name)) return { value: readRuleHead(head), body: body.trim() }
  const read = await readYaml(head)
  return 'fault' in read ? read : { ...read, body: body.trim() }
}

/** A fault of a library in one line, without the excerpt of the file that some of them add. */
function attempt(kind: string, read: () => unknown): Read {
  try {
    return { value: read() }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const [line = ''] = message.split('\n')
    return { fault: `it is not ${kind}: ${line.replace(/:$/, '').slice(0, 160)}` }
  }
}

/** True for a value that is nested too deeply to be written, as one that holds itself is: in YAML it can. */
function isEndless(value: unknown): boolean {
  const left: [unknown, number][] = [[value, 0]]
  for (let next = left.pop(); next; next = left.pop()) {
    const [one, depth] = next
    if (typeof one !== 'object' || one === null) continue
    if (depth > MOST_LEVELS) return true
    for (const inner of Object.values(one)) left.push([inner, depth + 1])
  }
  return false
}
