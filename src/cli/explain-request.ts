import { HooksError } from '../errors.ts'
import type { Question } from '../ops/explain.ts'
import { ask } from './consent.ts'
import type { Invocation, World } from './define.ts'

/** What the command line asks about. */
export function questionOf({ args, flags }: Invocation): Question {
  const [event, name, ...more] = args
  const payload = flags['payload'] as string | undefined
  if (event === undefined && payload === undefined)
    throw new HooksError('usage', '`hooks explain` needs an event or a payload', {
      hint: '`hooks explain PreToolUse Bash`',
    })
  if (more.length > 0)
    throw new HooksError('usage', `\`${more[0]}\` is one argument too many`, {
      hint: 'fields of the event go into `--input`',
    })
  return { event, name, input: (flags['input'] as string[] | undefined) ?? [], payload }
}

/** A hook that is to be run, by its name. */
interface Asked {
  readonly name: string
  /** It is of a project that the user has not approved. */
  readonly unapproved: boolean
}

/** Asks before hooks are run: they are programs, and have the rights of whoever runs them. */
export async function confirmRun(hooks: readonly Asked[], world: World): Promise<void> {
  if (hooks.length === 0) return
  if (!world.stdinIsTerminal())
    throw new HooksError('confirmation-needed', 'this runs hooks, and there is no terminal to ask on', {
      hint: 'look at it without `--run`, then use `--yes`',
    })
  for (const { name, unapproved } of hooks) {
    world.say(`  ${name}`)
    if (unapproved) world.say('    of this project, which you have not approved')
  }
  const these = hooks.length === 1 ? 'this hook' : `these ${hooks.length} hooks`
  if (!(await ask(`Run ${these}? [y/N] `, world)))
    throw new HooksError('cancelled', 'cancelled; no hook was run')
}
