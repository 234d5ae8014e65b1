import type { EventOf } from '../../../src/runtime/src/payloads.ts'
import { mayBeListed } from './prefilter.ts'

type Asked = EventOf<'PermissionRequest'> | EventOf<'PreToolUse'>

interface Place {
  readonly options: Readonly<Record<string, unknown>>
  readonly projectDir: string
}

/** Whether the call is a Bash command that only reads. False for everything that is not surely one. */
export function isApproved(event: Asked, { options, projectDir }: Place): boolean {
  const input = event.tool_input as Readonly<Record<string, unknown>> | null | undefined
  const command = event.tool_name === 'Bash' ? input?.['command'] : undefined
  if (typeof command !== 'string' || input?.['dangerouslyDisableSandbox'] === true) return false
  const also = listOf(options['also'])
  if (!mayBeListed(command)) return false
  // Read here, not above: the shell parser behind it costs more than the rest of the hook.
  const { onlyReads } = require('./analysis.ts') as typeof import('./analysis.ts')
  return onlyReads(command, {
    also,
    never: listOf(options['never']),
    outsideProject: options['outsideProject'] === true,
    cwd: event.cwd || projectDir,
    projectDir,
  })
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** What is said with an approval. */
export const REASON = 'auto-approve-safe: every command in it only reads.'
