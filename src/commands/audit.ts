import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { contextOf, scopeOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG, NETWORK_FLAGS, SCOPE_FLAG } from '../cli/define.ts'
import { auditLines } from '../views/audit.ts'
import { noteLine } from '../views/notes.ts'

const LEVELS = ['error', 'warning', 'note'] as const

export const auditCommand: CommandDefinition = {
  name: 'audit',
  summary: 'look for known malware, refused, changed or undeclared things in what runs',
  description:
    'Looks at installed packs (advisories, policies, changes since they were installed, undeclared network, programs and writes in their code, signatures and provenance) and at every other hook in the same settings. Ends with 1 when there is an error. With --sarif, code hosts show what a pull request changes.',
  flags: {
    scope: SCOPE_FLAG,
    level: { kind: 'text', summary: 'end with 1 from this level on', options: LEVELS, value: 'level' },
    sarif: { kind: 'switch', summary: 'print a SARIF 2.1.0 document' },
    json: JSON_FLAG,
    ...NETWORK_FLAGS,
  },
  examples: [
    ['audit', 'all scopes'],
    ['audit --scope project --level warning', 'in CI, and not only for errors'],
    ['audit --scope project --sarif > hooks.sarif', 'for code scanning of pull requests'],
  ],
  busy: 'looking at what is installed',
  run: async (invocation) => {
    const { audit } = await import('../ops/audit.ts')
    const { world, flags } = invocation
    const found = await audit(scopeOf(invocation), contextOf(world, flags), (note) =>
      world.say(noteLine(note)),
    )
    const least = LEVELS.indexOf((flags['level'] ?? 'error') as (typeof LEVELS)[number])
    const fails = found.findings.some(({ level }) => LEVELS.indexOf(level) <= least)
    const sarif = flags['sarif'] === true ? await sarifLines(found, world.packageRoot) : undefined
    return {
      lines: sarif ?? auditLines(found, styleOf(invocation)),
      json: { ok: !fails, ...found },
      ...(fails ? { status: 1 } : {}),
    }
  },
}

async function sarifLines(
  { root, findings }: Parameters<typeof auditLines>[0],
  packageRoot: string,
): Promise<readonly string[]> {
  const { sarifOf } = await import('../core/sarif.ts')
  const { version } = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8')) as {
    version: string
  }
  return JSON.stringify(sarifOf(findings, { root, version }), null, 2).split('\n')
}
