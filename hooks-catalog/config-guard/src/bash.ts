import { bashView } from '../../../src/runtime/src/kit/bash/view.ts'
import type { BashCommand } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import { check, type Finding } from '../../_shared/src/files/check.ts'
import type { Place } from '../../_shared/src/files/locate.ts'
import { type Reading, readCommand } from '../../_shared/src/files/read-command.ts'
import type { Rule } from '../../_shared/src/files/rule.ts'
import { switchIn } from './switches.ts'

/** What a command line would do to files that govern the agent, or to its hooks without naming a file. */
export function readGoverned(command: string, rules: readonly Rule[], place: Place): Reading {
  const reading = readCommand(command, rules, place)
  if (reading.finding?.verdict === 'deny') return reading
  for (const one of bashView(command).commands) {
    // The modes of git's hooks are what no-verify-guard is about.
    const concerned = one.name === 'chmod' ? rules.filter((rule) => rule.name !== 'git') : rules
    const changed = changedIn(one)
      .map((word) => check({ file: absolutePath(word, place.cwd), access: 'write' }, concerned, place))
      .find((finding) => finding !== undefined)
    if (changed) return { ...reading, finding: { ...changed, by: one.text } }
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

/** Files that a command gives another content or mode; to bring back an old version is ordinary work elsewhere. */
function changedIn({ name, args }: BashCommand): readonly string[] {
  const words = args.map(({ text }) => text)
  const [first = '', ...rest] = words.filter((word) => !word.startsWith('-') || /^-[rwx]/.test(word))
  // A mode that lets the file be run takes nothing away.
  if (name === 'chmod') return /^[ugoa]*\+|^0?7\d\d$/.test(first) ? [] : rest
  if (name !== 'git') return []
  if (first === 'restore') return words.includes('--staged') && !words.includes('--worktree') ? [] : rest
  const separator = words.indexOf('--')
  return first === 'checkout' && separator > 0 ? words.slice(separator + 1) : []
}
