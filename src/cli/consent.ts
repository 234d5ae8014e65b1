import { isEmpty } from '../core/is-empty.ts'
import type { Plan } from '../core/plan.ts'
import { HooksError } from '../errors.ts'
import type { Consent } from '../ops/context.ts'
import { noteLine } from '../views/notes.ts'
import { printable } from '../views/style.ts'
import type { World } from './define.ts'

interface Asking {
  readonly yes: boolean
  /** New capabilities are fine; `yes` does not say that. */
  readonly allowWider: boolean
  /** Weaker evidence is fine. */
  readonly allowWeaker: boolean
  readonly json: boolean
  readonly show: (plan: Plan) => readonly string[]
}

/** Asks before a change is made: shows the plan, then waits for a yes. `--yes` shows it and goes on. */
export function consentOf(world: World, { yes, allowWider, allowWeaker, json, show }: Asking): Consent {
  return {
    asks: () => !(yes && allowWider) && world.stdinIsTerminal(),
    allowWeaker,
    note: (note) => world.say(noteLine(note)),
    confirm: async (plan) => {
      if (!json) for (const line of show(plan)) world.out(line)
      if (plan.wider.length > 0 && !allowWider) await confirmWider(plan, world)
      if (yes) return
      if (!world.stdinIsTerminal()) {
        throw new HooksError(
          'confirmation-needed',
          isApproval(plan)
            ? 'you have not approved these packs yet, and there is no terminal to ask on'
            : 'this changes your settings, and there is no terminal to ask on',
          { hint: 'look at it with `--dry-run`, then use `--yes`' },
        )
      }
      if (!(await ask(questionFor(plan), world))) throw cancelled()
    },
  }
}

function questionFor(plan: Plan): string {
  const { name } = plan.scope
  return isApproval(plan)
    ? `Approve these packs of the ${name} scope? [y/N] `
    : `Change the ${name} scope? [y/N] `
}

/** Nothing changes but what is approved. */
function isApproval(plan: Plan): boolean {
  return isEmpty(plan) && plan.unapproved.length > 0
}

/** A pack that gets more than it had when somebody agreed to it needs a yes of its own. */
async function confirmWider(plan: Plan, world: World): Promise<void> {
  const more = plan.wider.map(
    ({ name, capabilities }) => `  ${name}: ${capabilities.map(printable).join('; ')}`,
  )
  if (!world.stdinIsTerminal()) {
    throw new HooksError(
      'capabilities-wider',
      `packs could do more than the installed ones:\n${more.join('\n')}`,
      {
        hint: 'read what changes, then use `--allow-wider`; `--yes` is not enough for this',
      },
    )
  }
  for (const line of more) world.say(line)
  if (!(await ask('These packs could then do more than the installed ones. Allow that? [y/N] ', world)))
    throw cancelled()
}

function cancelled(): HooksError {
  return new HooksError('cancelled', 'cancelled; nothing was changed')
}

/** Only `y` and `yes` are a yes; Ctrl-C and the end of input are a no. */
export async function ask(question: string, { progress }: Pick<World, 'progress'>): Promise<boolean> {
  const { createInterface } = await import('node:readline')
  progress.pause(true)
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    prompt.on('SIGINT', () => prompt.close())
    prompt.on('close', () => {
      progress.pause(false)
      resolve(false)
    })
    prompt.question(question, (answer) => {
      resolve(/^y(es)?$/i.test(answer.trim()))
      prompt.close()
    })
  })
}
