import { ArchiveError, type ArchiveReason } from '../../../../src/core/archive/error.ts'
import type { ArchiveFile } from '../../../../src/core/archive/read.ts'
import { faultsOf } from './faults.ts'

/** What became of one input. `faults`: what must never be said of any. */
export type Verdict =
  | { readonly refused: ArchiveReason }
  | { readonly accepted: readonly ArchiveFile[] }
  | { readonly faults: readonly string[] }

export type Reader = (bytes: Uint8Array) => Promise<readonly ArchiveFile[]>

/** Reads an input and looks for anything that must not happen. */
export async function judge(bytes: Uint8Array, read: Reader): Promise<Verdict> {
  try {
    const files = await read(bytes)
    const faults = await faultsOf(files, bytes)
    return faults.length > 0 ? { faults } : { accepted: files }
  } catch (error) {
    if (!(error instanceof ArchiveError)) return { faults: [`untyped: ${String(error)}`] }
    if (hidden.test(error.message)) return { faults: [`a message that a terminal acts on: ${error.reason}`] }
    return { refused: error.reason }
  }
}

const hidden = /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/
