import { HooksError } from '../errors.ts'
import { errorJson, errorLines } from '../views/error.ts'
import { styleFor } from '../views/style.ts'
import type { CommandDefinition, Invocation, World } from './define.ts'

/** Runs a command and prints its result: data to stdout, everything else to stderr. Gives the exit status. */
export async function runCommand(command: CommandDefinition, invocation: Invocation): Promise<number> {
  const json = invocation.flags['json'] === true
  const { progress } = invocation.world
  try {
    if (command.busy !== null) progress.begin(command.busy ?? 'working')
    const result = await command.run(invocation).finally(progress.end)
    if (!json) for (const line of result.lines) invocation.world.out(line)
    else if (result.json !== undefined) invocation.world.json(result.json)
    return result.status ?? 0
  } catch (error) {
    return reportError(error, invocation.world, json)
  }
}

/** Prints an error for people on stderr, or as JSON on stdout. Gives the exit status. */
export function reportError(error: unknown, world: World, json: boolean): number {
  const known = error instanceof HooksError ? error : unexpected(error)
  if (json) world.json(errorJson(known))
  else for (const line of errorLines(known, styleFor(world.colours))) world.say(line)
  return known.status
}

function unexpected(error: unknown): HooksError {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return new HooksError('unexpected', message, {
    hint: 'this is a fault in hookpack: please report it with the lines above',
  })
}
