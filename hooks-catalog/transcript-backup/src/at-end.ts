import type { Handler } from '../../../src/runtime/src/types.ts'
import { keep } from './keep.ts'
import { readOptions } from './options.ts'

/** Keeps the transcript of a session that ends, if that is wanted. */
const handler: Handler<'SessionEnd'> = async (event, _decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  if (!options.sessionEnd) return
  const { session_id: session, transcript_path: transcript, cwd } = event
  await keep({ session: String(session), transcript, cwd: String(cwd), projectDir }, options)
}

export default handler
