import { LONGEST_COMMAND, TooComplex } from './limits.ts'
import { newReading, readSource } from './read.ts'
import type { BashView } from './view-types.ts'

export { HOLE } from './hole.ts'
export type { BashAssignment, BashCommand, BashRedirect, BashVia, BashView, BashWord } from './view-types.ts'

/**
 * The commands of a Bash command line, without running any of it: programs, arguments, redirections, pipes, and
 * the commands inside substitutions, groups, loops, functions, wrappers (`sudo`, `env`, `xargs`) and texts for a
 * shell. Variables are not followed: what they hold is a hole. Never throws, and ends for every text.
 */
export function bashView(command: string): BashView {
  const reading = newReading()
  try {
    if (command.length > LONGEST_COMMAND) throw new TooComplex(`it has ${command.length} characters`)
    readSource(command, reading, { pipedFrom: [], background: false })
  } catch (error) {
    // A text that nests deep enough to exhaust the stack is one we cannot follow, as any other RangeError here.
    if (error instanceof TooComplex) reading.tooComplex = error.message
    else if (error instanceof RangeError) reading.tooComplex = 'it nests too deep'
    else reading.broken ??= `it cannot be read (${error instanceof Error ? error.message : String(error)})`
  }
  const { commands, broken, tooComplex } = reading
  return {
    commands,
    ...(broken === undefined ? {} : { broken }),
    ...(tooComplex === undefined ? {} : { tooComplex }),
  }
}
