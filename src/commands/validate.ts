import { styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG } from '../cli/define.ts'
import { validationJson, validationLines } from '../views/validate.ts'

export const validateCommand: CommandDefinition = {
  name: 'validate',
  summary: 'find every fault of a pack that you write',
  description:
    'Checks the manifest, the handlers, what would be published, hidden characters, what the code seems to touch, and the cases, and says everything at once: errors, which installing or the client would not forgive, and warnings. It also runs the cases, to find decisions that an event does not have; for a pack that is not yours, --no-cases runs none of its code. Exit status 1 if there are errors.',
  args: { name: 'folder', summary: 'the pack; without it, the current folder', required: false, many: false },
  flags: {
    strict: { kind: 'switch', summary: 'exit status 1 also for warnings' },
    'no-cases': { kind: 'switch', summary: 'do not run the cases' },
    json: JSON_FLAG,
  },
  examples: [
    ['validate', 'the pack in the current folder'],
    ['validate ./my-pack --strict', 'warnings count as well'],
  ],
  busy: 'looking at the pack',
  run: async (invocation) => {
    const { validatePack } = await import('../ops/validate-pack.ts')
    const { world, flags, args } = invocation
    const validation = await validatePack(args[0] ?? '.', flags['no-cases'] !== true, world.cwd)
    const bad = validation.findings.some(({ level }) => level === 'error' || flags['strict'] === true)
    return {
      lines: validationLines(validation, styleOf(invocation)),
      json: validationJson(validation),
      status: bad ? 1 : 0,
    }
  },
}
