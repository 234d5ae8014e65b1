import { GROUPS, type Group } from '../../_shared/src/files/groups.ts'
import { type Pattern, patternsOf } from '../../_shared/src/files/patterns.ts'
import type { Rule, Verdict } from '../../_shared/src/files/rule.ts'

type Raw = Readonly<Record<string, unknown>>

/** The rules that the options make: those of the groups that are on, and one for the user's own lists. */
export function rulesOf(options: Raw): readonly Rule[] {
  const own = { write: listOf(options['write']), read: listOf(options['read']) }
  const settings = (options['groups'] ?? {}) as Readonly<Record<string, unknown>>
  const groups = GROUPS.flatMap((group) => {
    const verdict = settings[group.name] ?? group.verdict
    return verdict === 'deny' || verdict === 'ask' ? [ruleOf({ ...group, verdict }, own)] : []
  })
  return [...groups, ownRule(own, options['verdict'] === 'ask' ? 'ask' : 'deny')]
}

interface Lists {
  readonly write: readonly string[]
  readonly read: readonly string[]
}

function ruleOf(group: Group, own: Lists): Rule {
  const all = (list: readonly string[]): readonly Pattern[] =>
    patternsOf([...group.patterns, ...exceptions(list)])
  const write = all(own.write)
  const lists = { read: all(own.read), write, remove: write }
  const patterns = Object.fromEntries(group.against.map((access) => [access, lists[access]]))
  const { name, verdict, why, instead, existing } = group
  return { name, verdict, why, instead, patterns, ...(existing ? { existing } : {}) }
}

function ownRule({ write, read }: Lists, verdict: Verdict): Rule {
  const writing = patternsOf(write)
  return {
    name: 'own',
    verdict,
    patterns: { read: patternsOf(read), write: writing, remove: writing },
    why: "the user's own list names it",
    instead: 'Ask the user',
  }
}

function exceptions(list: readonly string[]): readonly string[] {
  return list.filter((text) => text.startsWith('!'))
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
