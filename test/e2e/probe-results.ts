import { toldTexts } from './client/conversation.ts'
import type { ClientResult } from './client/run.ts'
import type { FinalResult, ToolResult } from './client/stream.ts'

/** The result, as the model got it, of the tool call whose input holds this word. */
export function resultOf(result: ClientResult, word: string): ToolResult {
  const call = result.steps.find((step) => step.kind === 'asked' && JSON.stringify(step.input).includes(word))
  const found = result.toolResults.find(({ id }) => call?.kind === 'asked' && id === call.id)
  if (!found) throw new Error(`the model got no result of a call with ${word}`)
  return found
}

/** How the client summed up each turn of a conversation. */
export function finals({ steps }: ClientResult): FinalResult[] {
  return steps.filter((step) => step.kind === 'final')
}

/** What the client told its user, line by line. */
export function notices({ steps }: ClientResult): string[] {
  return steps.flatMap((step) => (step.kind === 'notice' ? [step.text] : []))
}

/** Everything that the model was told, tool results apart, as one text. */
export function told({ requests }: ClientResult, kind?: 'main' | 'agent'): string {
  return toldTexts(requests.filter((request) => kind === undefined || request.kind === kind)).join('\n\n')
}

/** True if the host was asked to permit a call whose input holds this word. */
export function hostWasAsked({ asked }: ClientResult, word: string): boolean {
  return asked.some((one) => one.subtype === 'can_use_tool' && JSON.stringify(one).includes(word))
}

/** Everything that the client printed, apart from its reports on the hooks themselves, as one text. */
export function printed({ steps }: ClientResult): string {
  return JSON.stringify(steps.filter(({ kind }) => kind !== 'hook'))
}
