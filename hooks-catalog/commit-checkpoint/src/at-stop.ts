import { insideProject } from '../../../src/runtime/src/kit/paths.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { keep } from './keep.ts'
import { readOptions } from './options.ts'

/** Keeps the working tree as the turn leaves it. Never keeps a turn from ending. */
const handler: Handler<'Stop'> = async (event, decide, { options: raw, projectDir }) => {
  if (projectDir === '') return undefined
  const folder = insideProject(event.cwd, projectDir) ? event.cwd : projectDir
  return keep({ event, folder, subject: 'after a turn', tidy: true }, readOptions(raw), decide)
}

export default handler
