import type { Attack } from './attacks/attack.ts'
import { links } from './attacks/links.ts'
import { lockfiles } from './attacks/lockfiles.ts'
import { looking } from './attacks/looking.ts'
import { others } from './attacks/others.ts'
import { requests } from './attacks/requests.ts'

/** All that is tried, by what it is made of. */
export const ATTACKS: readonly Attack[] = [...links, ...lockfiles, ...requests, ...others, ...looking]
