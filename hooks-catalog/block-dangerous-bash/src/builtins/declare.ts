/** The builtins that take assignments as arguments. */
export const declare = {
  names: new Set(['export', 'declare', 'typeset', 'local', 'readonly']),
} as const
