import type { Part } from '../parts.ts'
import { ansible } from './infrastructure-ansible.ts'
import { backupTools } from './infrastructure-backups.ts'
import { infrastructureTools } from './infrastructure-tools.ts'
import { tableRules } from './table.ts'

/** Infrastructure as code, machines in numbers, and their backups. */
export const part: Part = {
  rules: [
    ...tableRules({
      group: 'infrastructure',
      harm: 'destroys infrastructure or the record of it',
      safer: 'let a person do that after looking at what it reaches',
      tools: [...infrastructureTools, ...backupTools],
    }),
    ...ansible,
  ],
}
