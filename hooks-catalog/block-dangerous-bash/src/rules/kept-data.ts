import { resolve } from '../shell/paths.ts'
import type { Scope } from '../shell/scope.ts'
import { shown, type Text } from '../shell/text.ts'
import type { Found } from './rule.ts'

const STATE = /(?:^|\/)[\w.*-]*\.tfstate(?:\.[\w.*-]+)?$|(?:^|\/)terraform\.tfstate\*$/
const PRODUCTION = /(?:^|[/._-])prod(?:uction)?[^/]*\.(?:sqlite3?|db|mdb|rdb|sql|dump)(?:\.\w+)?$/i
const BACKUP =
  /(?:^|\/)[^/]*(?:backup|dump)[^/]*\.(?:sql|sqlite3?|db|pgdump|dump|bson|archive)(?:\.(?:gz|bz2|xz|zst|gpg))?$|\/?backups?\/[^/]*\.(?:sql|dump|pgdump|sqlite3?|db)(?:\.\w+)?$/i
const LOG =
  /^\/var\/log\/(?:auth\.log|secure|syslog|messages|kern\.log|audit\/|[wb]tmp|lastlog|faillog|journal\/)/

/** The finding for a file with data that is kept nowhere else, or undefined; what the line has made is its own. */
export function dataLost(target: Text, scope: Scope): Found | undefined {
  const path = resolve(target, scope)
  if (path === undefined || scope.files.has(path) || scope.elsewhere) return undefined
  if (LOG.test(path)) return lost(target, 'which says what has happened on this machine')
  if (STATE.test(path) && !/\/\.terraform\//.test(path))
    return lost(target, 'without which nobody knows what has been built')
  return PRODUCTION.test(path) || BACKUP.test(path)
    ? lost(target, 'which may be the only copy of that data')
    : undefined
}

function lost(target: Text, what: string): Found {
  return {
    group: 'filesystem',
    rule: 'remove-data',
    verdict: 'ask',
    harm: `removes ${shown(target.text)}, ${what}`,
    safer: 'move the file aside instead of removing it',
  }
}
