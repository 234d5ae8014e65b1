import type { Part } from '../parts.ts'
import { agents } from './agents.ts'
import { apple } from './apple.ts'
import { defences } from './defences.ts'
import { disk } from './disk.ts'
import { foreignCode } from './foreign-code.ts'
import { privileges } from './privileges.ts'
import { process } from './process.ts'
import { remote } from './remote.ts'
import { secrets } from './secrets.ts'
import { secretsSent } from './secrets-sent.ts'
import { system } from './system.ts'
import { tokens } from './tokens.ts'

/** What happens to the machine and to what is secret on it. */
export const part: Part = {
  rules: [
    ...disk,
    ...remote,
    ...secrets,
    ...secretsSent,
    ...process,
    ...system,
    ...privileges,
    ...tokens,
    ...defences,
    ...agents,
    ...apple,
    ...foreignCode,
  ],
}
