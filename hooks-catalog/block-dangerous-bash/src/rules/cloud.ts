import type { Part } from '../parts.ts'
import { aws } from './cloud-aws.ts'
import { platforms } from './cloud-platforms.ts'
import { cloudPolicies } from './cloud-policies.ts'
import { providers } from './cloud-providers.ts'
import { cloudRuns } from './cloud-runs.ts'
import { storage } from './cloud-storage.ts'
import { tableRules } from './table.ts'

const TABLE = {
  group: 'cloud',
  harm: 'deletes resources of an account, with what is in them',
  safer: 'list what it would reach, and let a person delete it',
} as const

/** What clients of clouds delete there. */
export const part: Part = {
  rules: [
    ...tableRules({ ...TABLE, tools: [aws, ...providers, ...storage, ...platforms] }),
    ...cloudRuns,
    ...cloudPolicies,
  ],
}
