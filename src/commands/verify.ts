import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import {
  type CommandDefinition,
  type Invocation,
  NETWORK_FLAGS,
  TRUST_FLAGS,
  WRITE_FLAGS,
} from '../cli/define.ts'
import { writingOf } from '../cli/writing.ts'
import { verifyLines } from '../views/verify.ts'

const { 'dry-run': _, ...FIX_FLAGS } = WRITE_FLAGS

export const verifyCommand: CommandDefinition = {
  name: 'verify',
  summary: 'compare what is on disk with what was installed, both ways',
  description:
    'Looks at the files of packs, the runtime, the entries in the settings, and the lockfile; lists the hooks of others in the same files. Ends with 1 when something is not as it was installed, so that CI can ask. Opens no connection, but to put right what `--fix` has to fetch.',
  flags: {
    ...FIX_FLAGS,
    fix: { kind: 'switch', summary: 'put right what is not as it was installed, edited files with --force' },
    ...TRUST_FLAGS,
    ...NETWORK_FLAGS,
  },
  examples: [
    ['verify', 'all scopes'],
    ['verify --scope project --json', 'one scope, for a program'],
    ['verify --fix', 'after something has rewritten your settings'],
  ],
  busy: 'comparing files',
  run: async (invocation) => {
    const { verify } = await import('../ops/verify.ts')
    const { world, flags } = invocation
    const context = contextOf(world, flags)
    const before = await verify(scopeOf(invocation), context)
    if (flags['fix'] === true && isWrong(before)) await fix(before, invocation)
    const found = flags['fix'] === true ? await verify(scopeOf(invocation), context) : before
    const json = found.map((one) => ({
      ...one,
      unapproved: one.unapproved.map(({ name, pack }) => ({ name, version: pack.version })),
    }))
    return {
      lines: verifyLines(found, styleOf(invocation)),
      json: { ok: !isWrong(found), scopes: json },
      ...(isWrong(found) ? { status: 1 } : {}),
    }
  },
}

type Found = readonly { readonly scope: string; readonly differences: readonly unknown[] }[]

function isWrong(found: Found): boolean {
  return found.some(({ differences }) => differences.length > 0)
}

/** What is wrong in a scope is put right as `hooks install` does it: planned, shown, asked for, applied as one. */
async function fix(found: Found, invocation: Invocation): Promise<void> {
  const { install } = await import('../ops/install.ts')
  const { context, consent, mode } = writingOf(invocation)
  for (const { scope, differences } of found)
    if (differences.length > 0)
      await install(
        { ...mode, scope: scope as 'user' | 'project' | 'local', frozen: false },
        context,
        consent,
      )
}
