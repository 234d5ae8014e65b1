/**
 * Puts options into the texts of a handler that the client runs by itself: `{url}` becomes the option `url`, in every text
 * of `value` at any depth. Braces around anything else stay, and so do options that are no text, number or truth value.
 */
export function fillOptions(value: unknown, options: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === 'string')
    return value.replace(/\{(\w+)\}/g, (whole, name: string) => asText(options, name) ?? whole)
  if (Array.isArray(value)) return value.map((one) => fillOptions(one, options))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillOptions(one, options)]))
}

function asText(options: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  return ['string', 'number', 'boolean'].includes(typeof option) ? String(option) : undefined
}
