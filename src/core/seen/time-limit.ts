/** Seconds that the client gives a handler of this type on this event when the handler does not say (docs/client-facts.md). */
export function usualSeconds(event: string, type: string): number {
  if (type === 'prompt') return 30
  if (type === 'agent') return 60
  if (event === 'SessionEnd') return 1.5
  if (event === 'MessageDisplay') return 10
  return ['UserPromptSubmit', 'PreModelSwitch', 'PostModelSwitch'].includes(event) ? 30 : 600
}
