import type { Part } from '../parts.ts'
import type { Rule } from './rule.ts'
import { tableRules } from './table.ts'
import { cmdlets } from './windows-cmdlets.ts'
import { nativeRules, nativeTools } from './windows-native.ts'
import { windowsRemove } from './windows-remove.ts'
import { windowsShells } from './windows-shells.ts'

export { runPowerShell } from './windows-powershell.ts'

// In a Unix shell `C:\\ /q` is one word, as a backslash hides the blank behind it. Nobody means that.
function unglued(rule: Rule): Rule {
  return {
    ...rule,
    check: (call) =>
      rule.check({
        ...call,
        args: call.args.flatMap((arg) =>
          /^[a-z]:\s+[-/]/i.test(arg.text) ? arg.text.split(/\s+/).map((text) => ({ ...arg, text })) : [arg],
        ),
      }),
  }
}

/** PowerShell, `cmd` and the programs of Windows. */
export const part: Part = {
  rules: [
    ...[...windowsRemove, ...cmdlets, ...nativeRules].map(unglued),
    ...tableRules({
      group: 'windows',
      harm: 'changes Windows itself',
      safer: 'let a person do that',
      tools: nativeTools,
    }),
  ],
  starts: windowsShells,
}
