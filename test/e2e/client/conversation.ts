import type { ModelRequest } from './model.ts'
import type { Step, ToolResult } from './stream.ts'
import { type Block, plainText } from './wire.ts'

/** The tool results of a run as they reached the model; one that never did is left out. */
export function seenByModel(steps: Step[], requests: ModelRequest[]): ToolResult[] {
  const blocks = requests.flatMap(({ messages }) => messages.flatMap(({ content }) => blocksIn(content)))
  return steps.flatMap((step) => {
    if (step.kind !== 'result') return []
    const seen = blocks.find((block) => block.tool_use_id === step.id)
    return seen ? [{ ...step, text: plainText(seen.content), isError: seen.is_error === true }] : []
  })
}

const HOOK_WORDS = /\bhook (additional context|success|blocking error|feedback|stopped continuation|error)\b/

/** The paragraphs that the client put into the conversation on behalf of hooks, tool results apart. */
export function hookTexts(requests: ModelRequest[]): string[] {
  const paragraphs = toldTexts(requests).flatMap((text) => text.split('\n\n'))
  return [...new Set(paragraphs.filter((text) => HOOK_WORDS.test(text)))]
}

/** Every text that the model was told by the user or the client, tool results apart. */
export function toldTexts(requests: ModelRequest[]): string[] {
  const told = requests.flatMap(({ messages }) => messages.filter(({ role }) => role !== 'assistant'))
  const texts = told.flatMap(({ content }) => blocksIn(content).map(({ text }) => text ?? ''))
  return [...new Set(texts)] // every request repeats the conversation so far
}

function blocksIn(content: string | Block[]): Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content
}
