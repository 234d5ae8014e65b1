import type { CommandDefinition } from '../cli/define.ts'
import { switching } from '../cli/switching.ts'

export const disableCommand: CommandDefinition = {
  name: 'disable',
  summary: 'keep packs or single hooks from running, without removing them',
  description:
    'Their entries go from the settings, so the client starts nothing for them; `disabled` in hookpack.json says so.',
  examples: [
    ['disable block-dangerous-bash', 'all hooks of a pack, in the scope it is installed in'],
    ['disable team-hooks/lint --scope project', 'one hook; `hooks list --json` has their names'],
  ],
  ...switching('off'),
}
