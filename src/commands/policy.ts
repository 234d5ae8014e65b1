import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, SCOPE_FLAG } from '../cli/define.ts'
import { policyLines } from '../views/policy.ts'

export const policyCommand: CommandDefinition = {
  name: 'policy',
  summary: 'show what packs must be like, who says so, and what is installed against it',
  description:
    'Rules of the administrator, of you, of the project and of this clone add up: none takes back what another says. Ends with 1 when something that is installed, or is not, is against one of them.',
  flags: { scope: SCOPE_FLAG, json: JSON_FLAG },
  examples: [
    ['policy', 'all that counts in this folder'],
    ['policy --scope user --json', 'what counts for your own packs, for a program'],
  ],
  run: async (invocation) => {
    const { shownPolicy } = await import('../ops/policy.ts')
    const shown = await shownPolicy(scopeOf(invocation), contextOf(invocation.world, invocation.flags))
    return {
      lines: policyLines(shown, styleOf(invocation)),
      json: shown,
      ...(shown.violations.length === 0 ? {} : { status: 1 }),
    }
  },
}
