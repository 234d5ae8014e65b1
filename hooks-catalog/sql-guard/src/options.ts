import type { Options } from './verdict.ts'

/** The options as the runtime gives them, which has checked them against the schema. */
export function optionsOf(given: Readonly<Record<string, unknown>>): Options {
  return {
    action: (given['action'] ?? 'deny') as Options['action'],
    readOnly: given['readOnly'] === true,
    freeHosts: (given['freeHosts'] ?? []) as readonly string[],
    freeDatabases: (given['freeDatabases'] ?? []) as readonly string[],
    off: (given['off'] ?? []) as Options['off'],
  }
}
