import type { Part } from '../parts.ts'
import { filesystem } from './filesystem.ts'
import { permissions } from './permissions.ts'

/** What happens to files and whole folders. */
export const part: Part = { rules: [...filesystem, ...permissions] }
