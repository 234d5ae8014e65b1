import type { Exported } from '../ops/export.ts'
import { printable } from './style.ts'

/** The text itself, or what was written and how the client is brought to read it. */
export function exportLines({ as, packs, disabled, text, folder = '' }: Exported): readonly string[] {
  if (text !== undefined) return text.replace(/\n$/, '').split('\n')
  const names = packs.map(({ name, version }) => `${name} ${version}`).join(', ')
  const at = printable(folder)
  return [
    `exported ${names} to ${at}`,
    ...(disabled.length === 0
      ? []
      : [`note: not in it, because disabled: ${disabled.map(printable).join(', ')}`]),
    as === 'plugin'
      ? `try it: \`claude --plugin-dir ${at}\`; or list it in a marketplace`
      : 'Claude Code runs its hooks when the folder lies in ~/.claude/skills, or in .claude/skills of a folder you trust',
  ]
}
