import type { CommandDefinition } from '../cli/define.ts'
import { switching } from '../cli/switching.ts'

export const enableCommand: CommandDefinition = {
  name: 'enable',
  summary: 'let disabled packs or hooks run again',
  description: 'Their entries come back into the settings.',
  examples: [
    ['enable block-dangerous-bash', 'all hooks of a pack'],
    ['enable team-hooks/lint', 'one hook of a pack'],
  ],
  ...switching('on'),
}
