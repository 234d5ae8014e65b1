import type { Handler } from '../../../src/runtime/src/types.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import { keep } from './keep.ts'
import { type Options, readOptions } from './options.ts'
import { reasonOf, remember } from './outcome.ts'

const NOTE =
  'the goal in the words of the user; what was decided and why; which files were changed and for what; commands that ' +
  'work; what has failed and should not be tried again; what is open, and the next step'

/** Keeps the transcript before it is summarised. Throws, or blocks if that is wanted, when it cannot. */
const handler: Handler<'PreCompact'> = async (event, decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  const { session_id: session, transcript_path: transcript, cwd } = event
  try {
    const kept = await keep({ session: String(session), transcript, cwd: String(cwd), projectDir }, options)
    remember(event, kept)
    return options.handOff === 'off' ? undefined : decide.instructions(instructionsFor(kept.file, options))
  } catch (error) {
    const why = reasonOf(error)
    remember(event, { why })
    if (options.ifItFails === 'block')
      return decide.block(
        `transcript-backup: nothing was summarised, because the transcript could not be kept: ${why}. Mend that, or set its option ifItFails to continue.`,
      )
    throw new Error(`the transcript was not kept: ${why}`)
  }
}

function instructionsFor(file: string, { handOff, handOffText }: Options): string {
  const named = `The whole transcript before this summary is kept in ${oneLine(file, 500)} (JSON lines, gzip). Name that path in the summary.`
  if (handOff === 'path') return named
  return `${named}\nEnd the summary with a section "Hand-off" for whoever goes on: ${handOffText.trim() || NOTE}.`
}

export default handler
