import { scopeOf } from '../cli/context.ts'
import { type CommandDefinition, NETWORK_FLAGS, WRITE_FLAGS } from '../cli/define.ts'
import { changeResult, writingOf } from '../cli/writing.ts'
import { undoneText } from '../views/undone.ts'

export const rollbackCommand: CommandDefinition = {
  name: 'rollback',
  summary: 'put a scope back to what it was before its last change',
  description:
    'The packs, options and entries that the lockfile had before the last add, update, remove, config or install on this machine, or the settings before the last `doctor --fix`; the very same bytes, or nothing. A second rollback undoes the first.',
  flags: { ...WRITE_FLAGS, ...NETWORK_FLAGS },
  examples: [
    ['rollback', 'the last change of this scope'],
    ['rollback --scope user --dry-run', 'only look'],
  ],
  run: async (invocation) => {
    const { rollback } = await import('../ops/rollback.ts')
    const { context, consent, mode } = writingOf(invocation)
    const back = await rollback({ ...mode, scope: scopeOf(invocation) }, context, consent)
    const what = undoneText(back, context.now())
    return changeResult(back, invocation, {
      done: `rolled back ${what} in the`,
      would: `would roll back ${what} in the`,
      why: back.why,
      json: {
        until: back.until,
        mended: back.mended,
        packs: back.plan.changes.map(({ name, before, after }) => ({
          name,
          from: before?.version ?? null,
          to: after?.version ?? null,
        })),
      },
    })
  },
}
