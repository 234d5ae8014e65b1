import type { Exported } from '../ops/export.ts'
import { printable } from './style.ts'

/** The text itself, or what was written and how the client is brought to read it. */
export function exportLines(exported: Exported): readonly string[] {
  const { as, packs, text, folder = '' } = exported
  if (text !== undefined) return text.replace(/\n$/, '').split('\n')
  const names = packs.map(({ name, version }) => `${name} ${version}`).join(', ')
  const at = printable(folder)
  return [
    `exported ${names} to ${at}`,
    ...exportNotes(exported),
    as === 'plugin'
      ? `try it: \`claude --plugin-dir ${at}\`; or list it in a marketplace`
      : 'Claude Code runs its hooks when the folder lies in ~/.claude/skills, or in .claude/skills of a folder you trust',
  ]
}

/** What the export does not have. Beside a text, which goes into a file, it is for stderr. */
export function exportNotes({ disabled, neverThere }: Exported): readonly string[] {
  const named = (hooks: readonly string[]): string => hooks.map(printable).join(', ')
  return [
    ...(disabled.length === 0 ? [] : [`note: not in it, because disabled: ${named(disabled)}`]),
    ...(neverThere.length === 0
      ? []
      : [`note: not in it, because agents have no Stop, but SubagentStop: ${named(neverThere)}`]),
  ]
}
