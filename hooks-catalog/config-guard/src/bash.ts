import { bashView } from '../../../src/runtime/src/kit/bash/view.ts'
import type { Finding } from '../../_shared/src/files/check.ts'
import type { Place } from '../../_shared/src/files/locate.ts'
import { type Reading, readCommand } from '../../_shared/src/files/read-command.ts'
import type { Rule } from '../../_shared/src/files/rule.ts'
import { switchIn } from './switches.ts'

/** What a command line would do to files that govern the agent, or to its hooks without naming a file. */
export function readGoverned(command: string, rules: readonly Rule[], place: Place): Reading {
  const reading = readCommand(command, rules, place)
  if (reading.finding?.verdict === 'deny') return reading
  for (const one of bashView(command).commands) {
    const found = switchIn(one)
    const rule = found && rules.find(({ name }) => name === found.group)
    if (!found || !rule) continue
    const finding: Finding & { readonly by: string } = {
      ...{ verdict: rule.verdict, rule: rule.name, access: 'write', by: one.text },
      ...{ shown: found.what, why: found.why, instead: rule.instead },
    }
    return { ...reading, finding }
  }
  return reading
}
