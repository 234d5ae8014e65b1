import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { entriesOf } from '../../src/core/entries.ts'
import type { LockedPack } from '../../src/core/lockfile.ts'
import { runCaseOf } from '../../src/ops/run-case.ts'
import type { Manifest } from '../../src/schema/manifest.ts'
import { builtPacks, type Pack } from './packs.ts'
import { runHere } from './run-case.ts'

const all = new Map((await builtPacks()).map((pack) => [pack.name, pack]))

/** The packs that a pack brings, and those that they bring. */
function broughtBy(name: string): readonly Pack[] {
  const pack = all.get(name)
  if (!pack) throw new Error(`there is no pack ${name}`)
  const brought = Object.keys(pack.manifest.packs ?? {})
  return brought.length === 0 ? [pack] : brought.flatMap(broughtBy)
}

const strict = broughtBy('strict')
const readme = readFileSync(path.join(all.get('strict')?.source ?? '', 'README.md'), 'utf8')

const COMMIT = '0123456789abcdef0123456789abcdef01234567\n'
/** A repository with main checked out, git hooks in the project, and secrets. */
const FILES = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.git/config': '[core]\n\tbare = false\n',
  '.git/hooks/pre-commit': 'npm test\n',
  '.git/refs/heads/main': COMMIT,
  '.git/refs/heads/feature': COMMIT,
  '.git/refs/remotes/origin/main': COMMIT,
  '.git/refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/main\n',
  '.claude/settings.json': '{}\n',
  '.husky/pre-commit': 'npm test\n',
  '.env': 'A=1\n',
}

type Hook = Manifest['hooks'][number]

const reaches = ({ event, tools }: Hook, tool: string): boolean =>
  event === 'PreToolUse' && (tools ?? []).includes(tool)

async function answersTo(command: string): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>()
  for (const pack of strict) {
    for (const hook of pack.manifest.hooks.filter((one) => reaches(one, 'Bash'))) {
      const given = { name: command, files: FILES, expect: { decision: 'none' } } as const
      const file = { hook: hook.id, event: { tool_name: 'Bash', tool_input: { command } }, cases: [given] }
      const { outcome } = await runCaseOf(
        { pack: { ...pack, folder: pack.built }, hook, file, given },
        runHere,
      )
      if (outcome.decision !== 'none') answers.set(pack.name, outcome.decision)
    }
  }
  return answers
}

const WORDS: Readonly<Record<string, string>> = { refused: 'deny', asked: 'ask' }
const rows = [...readme.matchAll(/^\| `(.+?)`(?: on main)? +\| (refused|asked) +\| (.+?) +\|$/gm)].map(
  ([, command = '', answer = '', by = '']) => ({ command: command.replaceAll('\\|', '|'), answer, by }),
)

describe('the README of strict', () => {
  test('says of many calls who answers them', () => expect(rows.length).toBeGreaterThan(15))

  test.each(rows)('is right that `$command` is $answer by $by', async ({ command, answer, by }) => {
    const answers = await answersTo(command)
    const strongest = [...answers.values()].includes('deny') ? 'deny' : 'ask'
    const said = [...answers].filter(([, verdict]) => verdict === strongest).map(([name]) => name)
    expect({ verdict: strongest, by: said.sort() }).toEqual({ verdict: WORDS[answer], by: by.split(', ') })
  })
})

describe('of strict and starter', () => {
  test.each([
    ['strict', 'PreToolUse', 'Bash', 3],
    ['strict', 'PreToolUse', 'Edit', 3],
    ['strict', 'PostToolUse', 'Edit', 3],
    ['starter', 'PreToolUse', 'Bash', 1],
    ['starter', 'PreToolUse', 'Edit', 1],
  ] as const)('%s starts, on %s of %s, %i processes', (name, event, tool, count) => {
    const packs = Object.fromEntries(
      broughtBy(name).map(({ name: one, manifest: { hooks } }) => [one, locked(hooks)]),
    )
    const entries = entriesOf(packs, (hooks) => hooks.join(' ')).filter(
      ({ event: on, matcher }) =>
        on === event && (matcher === undefined || matcher.split('|').includes(tool)),
    )
    expect(entries).toHaveLength(count)
  })
})

/** As much of an installed pack as its entries are made of. */
function locked(hooks: readonly Hook[]): LockedPack {
  const entries = hooks.map(({ tools, ...hook }) => ({
    ...hook,
    ...(tools ? { matcher: tools.join('|') } : {}),
  }))
  return { hooks: entries, options: {} } as unknown as LockedPack
}
