import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import type { Call } from '../shell/call.ts'
import { resolve } from '../shell/paths.ts'
import { known } from '../shell/text.ts'
import { ansible } from './infrastructure-ansible.ts'
import { backupTools } from './infrastructure-backups.ts'
import { infrastructureTools } from './infrastructure-tools.ts'
import type { Found } from './rule.ts'
import { tableRules } from './table.ts'

const TERRAFORM = spec('out= chdir= var= var-file= target= destroy input= refresh=')
const DESTROYS = 'a plan that destroys everything'

// `terraform plan -destroy -out=file`, and `apply file` in the same line.
function planned({ args, scope }: Call): Found | undefined {
  const parsed = parseOptions(
    args.map((arg) => ({ ...arg, text: arg.text.replace(/^-(?=[a-z]{2})/, '--') })),
    TERRAFORM,
  )
  const [verb, file] = parsed.rest
  const out = lastValue(parsed, 'out')
  if (verb?.text === 'plan' && out && any(parsed, 'destroy')) {
    const path = resolve(out, scope)
    if (path !== undefined) scope.files.set(path, known(DESTROYS))
  }
  const path = verb?.text === 'apply' && file ? resolve(file, scope) : undefined
  return path !== undefined && scope.files.get(path)?.text === DESTROYS
    ? { ...TABLE, rule: 'terraform', verdict: 'deny' }
    : undefined
}

const TABLE = {
  group: 'infrastructure',
  harm: 'destroys infrastructure or the record of it',
  safer: 'let a person do that after looking at what it reaches',
} as const

/** Infrastructure as code, machines in numbers, and their backups. */
export const part: Part = {
  rules: [
    ...tableRules({ ...TABLE, tools: [...infrastructureTools, ...backupTools] }),
    { programs: 'terraform tofu opentofu', check: planned },
    ...ansible,
  ],
}
