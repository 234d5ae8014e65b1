import type { Handler } from '../../../src/runtime/src/types.ts'
import { optionsOf, verdictOf } from './verdict.ts'

/** Answers the client's question about tools on the list `allow`, if the option `approve` says so. */
const request: Handler<'PermissionRequest'> = (event, decide, { options, projectDir }) => {
  const settings = optionsOf(options)
  if (!settings.approve) return undefined
  const { kind } = verdictOf(event, settings, { cwd: event.cwd || projectDir, projectDir })
  return kind === 'listed'
    ? decide.allow('mcp-allowlist: the tool is on the list of those that may be used.')
    : undefined
}

export default request
