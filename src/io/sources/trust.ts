import path from 'node:path'
import { isRecord } from '../../core/seen/record.ts'
import { ancestors, homeOf, type Place } from '../scopes.ts'
import { fieldsOf, readDocument } from './document.ts'
import type { Repository } from './repository.ts'

/**
 * The folder that interactive sessions started here would have to trust first; undefined when it is trusted. The client
 * keeps that in `.claude.json`, for the folder or one above it, up to the root of the repository.
 */
export async function untrustedFolder(
  place: Place,
  repository: Repository | undefined,
): Promise<string | undefined> {
  const config = place.env['CLAUDE_CONFIG_DIR'] ?? homeOf(place.env)
  if (config === undefined || place.env['CLAUDE_CODE_SANDBOXED']) return undefined
  const known = fieldsOf(await readDocument(path.join(config, '.claude.json')))['projects']
  const projects = isRecord(known) ? known : {}
  const above = ancestors(place.cwd)
  const looked =
    repository === undefined
      ? above
      : [...above.slice(0, above.indexOf(repository.root) + 1), repository.main]
  const trusted = looked.some((folder) => {
    const project = projects[folder.replaceAll('\\', '/')]
    return isRecord(project) && project['hasTrustDialogAccepted'] === true
  })
  return trusted ? undefined : (repository?.main ?? place.cwd)
}
