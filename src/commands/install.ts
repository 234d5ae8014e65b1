import { scopeOf } from '../cli/context.ts'
import { type CommandDefinition, NETWORK_FLAGS, TRUST_FLAGS, WRITE_FLAGS } from '../cli/define.ts'
import { changeResult, writingOf } from '../cli/writing.ts'

export const installCommand: CommandDefinition = {
  name: 'install',
  summary: 'make a scope what its lockfile and hookpack.json say',
  description:
    'Fetches packs that are missing (the very bytes that the lockfile names), puts entries back that are gone from the settings, takes what hookpack.json asks for and nobody has installed yet, removes what nobody asks for any more, and settles merge conflicts that git has left in our files.',
  flags: {
    ...WRITE_FLAGS,
    frozen: {
      kind: 'switch',
      summary: 'fail if lockfile, hookpack.json, settings and files do not agree; for CI',
    },
    ...TRUST_FLAGS,
    ...NETWORK_FLAGS,
  },
  examples: [
    ['install', 'after a clone, a merge, or an edit of hookpack.json'],
    ['install --frozen --yes', 'in CI'],
  ],
  busy: 'looking for packs',
  run: async (invocation) => {
    const { install } = await import('../ops/install.ts')
    const { context, consent, mode } = writingOf(invocation)
    const request = { ...mode, scope: scopeOf(invocation), frozen: invocation.flags['frozen'] === true }
    const installed = await install(request, context, consent)
    const { length } = installed.packs
    const packs = `${length} ${length === 1 ? 'pack' : 'packs'}`
    return changeResult(installed, invocation, {
      done: `installed ${packs} as the lockfile says in the`,
      would: `would install ${packs} in the`,
      why: installed.why,
      json: { packs: installed.packs },
    })
  },
}
