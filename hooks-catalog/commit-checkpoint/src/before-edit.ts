import { statSync } from 'node:fs'
import path from 'node:path'
import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'
import { insideProject } from '../../../src/runtime/src/kit/paths.ts'
import { updateState } from '../../../src/runtime/src/kit/session-state.ts'
import type { EventOf, Handler } from '../../../src/runtime/src/types.ts'
import { shownPath } from '../../_shared/src/edited.ts'
import { keep } from './keep.ts'
import { readOptions } from './options.ts'

/** Keeps the working tree as it is before the first edit of a turn, or before each. Never refuses an edit. */
const handler: Handler<'PreToolUse'> = async (event, decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  const [edited] = editedFiles(event)
  if (!edited || projectDir === '' || options.when === 'stop') return undefined
  if (!insideProject(edited.path, projectDir)) return undefined
  if (options.when === 'turn' && !isFirstOfTurn(event)) return undefined
  const subject = `before ${event.tool_name} of ${shownPath(edited.path, projectDir)}`
  return keep({ event, folder: folderOf(edited.path), subject, tidy: false }, options, decide)
}

export default handler

/** A turn is a prompt; a client that does not number them gets a checkpoint before each edit. */
function isFirstOfTurn(event: EventOf<'PreToolUse'>): boolean {
  const prompt = event.prompt_id
  if (typeof prompt !== 'string' || prompt === '') return true
  let isFirst = true
  updateState<{ readonly prompt: string }>({ event, name: 'commit-checkpoint' }, (old) => {
    isFirst = old?.prompt !== prompt
    return { prompt }
  })
  return isFirst
}

/** The nearest folder of the file that exists. */
function folderOf(file: string): string {
  const folder = path.dirname(file)
  if (folder === file || statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder
  return folderOf(folder)
}
