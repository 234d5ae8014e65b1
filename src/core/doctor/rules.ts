import { ANSWER_RULES } from './answer-rules.ts'
import { COMMAND_RULES } from './command-rules.ts'
import { COST_RULES } from './cost-rules.ts'
import { DROP_RULES } from './drop-rules.ts'
import { FIELD_RULES } from './field-rules.ts'
import { MATCHER_RULES } from './matcher-rules.ts'
import { PLACE_RULES } from './place-rules.ts'
import type { Rule } from './rule.ts'

/** All rules. The set is closed: docs/doctor.md has a section with an example for each of them, and for no other. */
export const RULES: readonly Rule[] = [
  ...DROP_RULES,
  ...FIELD_RULES,
  ...MATCHER_RULES,
  ...PLACE_RULES,
  ...COMMAND_RULES,
  ...ANSWER_RULES,
  ...COST_RULES,
]
