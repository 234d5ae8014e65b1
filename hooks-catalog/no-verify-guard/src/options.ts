import type { Options } from './analysis.ts'

/** The options as the runtime gives them, which has checked them against the schema. */
export function optionsOf(given: Readonly<Record<string, unknown>>): Options {
  return {
    action: (given['action'] ?? 'deny') as Options['action'],
    hookFiles: (given['hookFiles'] ?? 'ask') as Options['hookFiles'],
    off: (given['off'] ?? []) as Options['off'],
  }
}
