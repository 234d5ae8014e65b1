import type { Case } from './case.ts'
import { collisionCases } from './cases-collision.ts'
import { envelopeCases } from './cases-envelope.ts'
import { extensionCases } from './cases-extension.ts'
import { headerCases } from './cases-header.ts'
import { limitCases } from './cases-limit.ts'
import { linkCases } from './cases-link.ts'
import { nameCases } from './cases-name.ts'
import { typeCases } from './cases-type.ts'

/** All archives that one reader alone can judge, by what they are about. */
export const corpus: Readonly<Record<string, readonly Case[]>> = {
  'the gzip envelope': envelopeCases,
  headers: headerCases,
  'entry types': typeCases,
  links: linkCases,
  'extended headers': extensionCases,
  names: nameCases,
  collisions: collisionCases,
  limits: limitCases,
}
