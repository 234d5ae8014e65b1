import { gunzipSync } from 'node:zlib'
import { invalid, oddAnswer, tooLarge } from './faults.ts'
import type { Called } from './files.ts'
import type { Network } from './network.ts'

/** What to ask for, and of whom. */
export interface Question {
  readonly called: Called
  /** The file, relative to the base. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly limit: number
  readonly network: Network
  /** Milliseconds in which all of it must have come. */
  readonly timeout: number
}

/** What a server answers. There are bytes only if its status is 200. */
export interface Answer {
  readonly status: number
  readonly header: (name: string) => string | null
  readonly bytes: Uint8Array
}

type Response = Awaited<ReturnType<typeof import('make-fetch-happen').default>>

/** So many times may a server send us on to another place of its own. */
const MOST_REDIRECTS = 5

/** Asks a server for one file, once. Throws what the network throws; faults of the registry are errors of ours. */
export async function ask(question: Question): Promise<Answer> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), question.timeout)
  try {
    const response = await follow(question, abort.signal)
    const { status, headers } = response
    const header = (name: string): string | null => headers.get(name)
    if (status !== 200) return { status, header, bytes: new Uint8Array() }
    return { status, header, bytes: decoded(await bytesOf(response, question), header, question) }
  } finally {
    clearTimeout(timer)
    // What is left of a body that nobody wants ends here.
    abort.abort()
  }
}

/** Goes where the server sends us, as long as it stays this server: nobody else is told what we ask, or how. */
async function follow(question: Question, signal: AbortSignal): Promise<Response> {
  const { default: fetch } = await import('make-fetch-happen')
  const { called, path, headers, network } = question
  let url = new URL(path, called.base)
  for (let turn = 0; turn <= MOST_REDIRECTS; turn++) {
    const response = await fetch(url.href, {
      ...network,
      signal,
      // Credentials belong to the registry, not to everything on its host.
      headers: url.href.startsWith(called.base) ? headers : {},
      redirect: 'manual',
      cache: 'no-store',
      // Archives have to come as they are; what is text is unpacked here, with a limit.
      compress: false,
      timeouts: { connection: 15_000, idle: 30_000 },
    })
    const target = response.headers.get('location')
    if (![301, 302, 303, 307, 308].includes(response.status) || target === null) return response
    url = nextPlace(target, url, question)
  }
  throw oddAnswer(called, path, 'is sent on and on')
}

function nextPlace(target: string, from: URL, { called, path }: Question): URL {
  const next = URL.canParse(target, from.href) ? new URL(target, from) : undefined
  if (next?.origin === from.origin) return next
  const where = next === undefined ? 'nowhere' : `to \`${next.origin}\``
  const says = `is sent on ${where}, which is not followed`
  throw oddAnswer(
    called,
    path,
    says,
    'if the registry has moved, and you trust its new place, configure that',
  )
}

async function bytesOf({ body, headers }: Response, question: Question): Promise<Buffer> {
  const { called, path, limit } = question
  const promised = headers.get('content-length')
  if (promised !== null && Number(promised) > limit) throw tooLarge(called, path, limit)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of (body ?? []) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw tooLarge(called, path, limit)
    chunks.push(chunk)
  }
  if (promised !== null && size !== Number(promised)) throw new CutError(size, Number(promised))
  return Buffer.concat(chunks)
}

/** A body that ended too early. */
class CutError extends Error {
  readonly code = 'ECUT'

  constructor(got: number, promised: number) {
    super(`it broke off after ${got} of ${promised} bytes`)
  }
}

/** Some hosts compress all that they have. What is compressed by its own format stays so. */
function decoded(bytes: Buffer, header: Answer['header'], { called, path, limit }: Question): Uint8Array {
  const coding = header('content-encoding') ?? 'identity'
  if (coding === 'identity' || /gz$/.test(path)) return bytes
  try {
    if (/^(x-)?gzip$/.test(coding)) return gunzipSync(bytes, { maxOutputLength: limit })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(called, path, limit)
    throw invalid(called, path, 'is not compressed as its server says', error)
  }
  throw oddAnswer(called, path, `has the encoding \`${coding}\`, which was not asked for`)
}
