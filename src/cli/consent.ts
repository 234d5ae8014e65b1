import type { Plan } from '../core/plan.ts'
import { HooksError } from '../errors.ts'
import type { Consent } from '../ops/context.ts'
import { noteLine } from '../views/notes.ts'
import type { World } from './define.ts'

/** Asks before a change is made: shows the plan, then waits for a yes. `--yes` shows it and goes on. */
export function consentOf(
  world: World,
  { yes, json, show }: { yes: boolean; json: boolean; show: (plan: Plan) => readonly string[] },
): Consent {
  return {
    note: (note) => world.say(noteLine(note)),
    confirm: async (plan) => {
      if (!json) for (const line of show(plan)) world.out(line)
      if (yes) return
      if (!world.stdinIsTerminal()) {
        throw new HooksError(
          'confirmation-needed',
          'this changes your settings, and there is no terminal to ask on',
          {
            hint: 'look at it with `--dry-run`, then use `--yes`',
          },
        )
      }
      if (!(await ask(`Change the ${plan.scope.name} scope? [y/N] `)))
        throw new HooksError('cancelled', 'cancelled; nothing was changed')
    },
  }
}

/** Only `y` and `yes` are a yes; Ctrl-C and the end of input are a no. */
async function ask(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline')
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    prompt.on('SIGINT', () => prompt.close())
    prompt.on('close', () => resolve(false))
    prompt.question(question, (answer) => {
      resolve(/^y(es)?$/i.test(answer.trim()))
      prompt.close()
    })
  })
}
