import path from 'node:path'
import type { Place } from './guard.ts'
import { scratchRootOf } from './scratch.ts'

/** The whole environment of the client: nothing is inherited but PATH, nothing can leave loopback. */
export function cleanEnvironment(place: Place, modelUrl: string): Record<string, string> {
  const root = scratchRootOf(place.home)
  return {
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    SHELL: '/bin/bash',
    // The client keeps sockets and task output in temp folders; they belong with the rest of the scratch.
    TMPDIR: path.join(root, 'tmp'),
    CLAUDE_CODE_TMPDIR: path.join(root, 'tmp'),
    ANTHROPIC_API_KEY: 'not-a-key',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_TELEMETRY: '1',
    CLAUDE_CODE_MAX_RETRIES: '1',
    ...place.env,
    PATH: process.env['PATH'] ?? '',
    // Last, so that no test can point `~` or the model's address anywhere else.
    HOME: place.home,
    ANTHROPIC_BASE_URL: modelUrl,
  }
}
