import path from 'node:path'
import { put, type Scratch } from './cli.ts'

/** One call of a past session: the tool, its input, and how it ended. */
export interface Past {
  readonly tool?: string
  readonly input?: object
  readonly prompt?: string
  /** The tool's own result; a text is that of a call that failed. */
  readonly response?: object | string
  readonly more?: object
}

/** Writes a transcript of the scratch project as the client does: one line per message, and others between them. */
export function pastSession(
  at: Pick<Scratch, 'home' | 'project'>,
  session: string,
  calls: readonly Past[],
  { cwd = at.project, day = '2026-11-20' }: { cwd?: string; day?: string } = {},
): string {
  const folder = path.join(at.home, '.claude/projects', cwd.replace(/[^a-zA-Z0-9]/g, '-'))
  const lines = calls.flatMap((call, index) => {
    const two = (number: number): string => String(number % 60).padStart(2, '0')
    const timestamp = `${day}T10:${two(Math.floor(index / 60))}:${two(index)}.000Z`
    const common = { isSidechain: false, cwd, sessionId: session, version: '2.1.329', timestamp }
    return linesOf(call, { ...common, uuid: `${session}-${index}` }, `toolu_${session}_${index}`)
  })
  const file = path.join(folder, `${session}.jsonl`)
  put(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
  return file
}

function linesOf(
  { tool, input, prompt, response, more }: Past,
  common: object & { uuid: string },
  id: string,
) {
  const other = { type: 'api-request-blob', message: { role: 'user', content: 'not a "tool_use"' } }
  if (prompt !== undefined)
    return [{ ...common, type: 'user', message: { role: 'user', content: prompt }, ...more }, other]
  const failed = typeof response === 'string'
  const result = { type: 'tool_result', tool_use_id: id, content: failed ? response : 'ok', is_error: failed }
  return [
    {
      ...common,
      type: 'assistant',
      message: { role: 'assistant', content: [{ type: 'tool_use', id, name: tool, input }] },
    },
    other,
    ...(response === undefined
      ? []
      : [
          {
            ...{ ...common, uuid: `${common.uuid}-end`, type: 'user' },
            message: { role: 'user', content: [result] },
            toolUseResult: failed ? `Error: ${response}` : response,
            permissionDecision: { decision: 'accept' },
            ...more,
          },
        ]),
  ]
}
