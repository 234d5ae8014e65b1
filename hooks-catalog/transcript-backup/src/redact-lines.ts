import { redact } from '../../../src/runtime/src/kit/redact.ts'
import { safeValue } from '../../_shared/src/safe-value.ts'

const ALL = { text: Number.MAX_SAFE_INTEGER, items: Number.MAX_SAFE_INTEGER, depth: 1000 }

/** JSON lines without secrets; what is no JSON is taken as text. */
export async function* redactLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield `${redactLine(line)}\n`
  }
  rest += decoder.decode()
  if (rest !== '') yield redactLine(rest)
}

function redactLine(line: string): string {
  try {
    return JSON.stringify(safeValue(JSON.parse(line), ALL))
  } catch {
    // Half a line.
    return redact(line)
  }
}
