import { isRecord } from './record.ts'
import { readYaml } from './yaml.ts'

/** The frontmatter of a skill or an agent as a value, or why it cannot be read. */
export function parseFrontmatter(head: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    const value = readYaml(head)
    return isRecord(value) ? { value } : { fault: 'the frontmatter is not a set of keys' }
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: `the frontmatter cannot be read: ${error.message}` }
    throw error
  }
}
