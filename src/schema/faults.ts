import type * as z from 'zod'

/** One line per fault of a zod error: `path: what was expected`. */
export function faultsOf(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => `${pathOf(issue.path)}: ${issue.message}`).slice(0, 10)
}

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return text === '' ? 'the top level' : text.replace(/^\./, '')
}
