import { isTooDeep } from '../../core/json-scan.ts'
import { isRecord } from '../../core/seen/record.ts'
import { HooksError } from '../../errors.ts'
import { parseLoosely } from '../../schema/json.ts'
import { exists, readText } from '../read.ts'

/** What is in a file that is somebody else's: nothing (there is none), a value, or why it cannot be read. */
export type Document =
  | { readonly value: unknown }
  | { readonly fault: string; readonly unreadable?: HooksError }
  | undefined

/** Reads a JSON file as the client does; an empty one counts as an empty object. Never throws for what is in it. */
export async function readDocument(file: string): Promise<Document> {
  const read = await readQuietly(file)
  if (read === undefined || 'fault' in read) return read
  const body = read.text.startsWith('\uFEFF') ? read.text.slice(1) : read.text
  if (body.trim() === '') return { value: {} }
  return isTooDeep(body) ? { fault: 'it is nested too deeply to be read' } : parseLoosely(body)
}

/** The text of a file, or why it cannot be read; undefined when there is none. */
export async function readQuietly(
  file: string,
): Promise<
  { readonly text: string } | { readonly fault: string; readonly unreadable: HooksError } | undefined
> {
  try {
    // Most of these files do not exist, and an error that is thrown costs more than a look.
    if (!(await exists(file))) return undefined
    const text = await readText(file)
    return text === null ? undefined : { text }
  } catch (error) {
    // The name of the file stands beside it wherever it is told.
    if (error instanceof HooksError)
      return { fault: error.message.replace(`${file} `, 'it '), unreadable: error }
    throw error
  }
}

/** The fields of a document that is an object; of anything else none. */
export function fieldsOf(document: Document): Readonly<Record<string, unknown>> {
  return document && 'value' in document && isRecord(document.value) ? document.value : {}
}
