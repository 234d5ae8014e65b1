import { report } from '../shell/call.ts'
import { resolve } from '../shell/paths.ts'
import type { Scope } from '../shell/scope.ts'
import { HOLE, has, isKnown, shown, Taint, type Text } from '../shell/text.ts'
import { agentSettings, isAgentSetting } from './agents.ts'
import { describesOpenContainer, openContainer } from './containers-host.ts'
import { isDevice, overwritten } from './disk.ts'
import { emptied, fills } from './removal.ts'
import { isSecret, secretSent } from './secret-paths.ts'
import { systemWrite } from './system.ts'
import { zoneOf } from './zones.ts'

/** What a redirection does to the file it opens. */
interface Writing {
  readonly append: boolean
  readonly printed: Text
}

/** Notes what writing to `path` by a redirection means. */
export function onWrite(path: Text, writing: Writing, scope: Scope): void {
  if (!isKnown(path) && path.text.length < 2) return
  const part = `${writing.append ? '>>' : '>'} ${shown(path.text)}`
  const network = /^\/dev\/(?:tcp|udp)\//.test(path.text)
  if (network && has(writing.printed, Taint.secret)) report(scope, { ...secretSent(), part })
  if (isDevice(path.text)) report(scope, { ...overwritten('writes straight to a device'), part })
  const system = systemWrite(path, scope)
  if (system) report(scope, { ...system, part })
  const kept = resolve(path, scope)?.startsWith(`${scope.world.place.home}/.`) ?? false
  const secret = !writing.append && (isEmpty(writing.printed) || kept) && isSecret(path, scope)
  const git = zoneOf(path, scope) === 'git' && /\.git\/(?!hooks|info)/.test(path.text)
  if (secret || git) {
    report(scope, {
      group: 'filesystem',
      rule: 'overwrite',
      verdict: git ? 'deny' : 'ask',
      part,
      harm: 'overwrites a file that cannot be made again',
      safer: 'copy the file first',
    })
  }
  if (has(writing.printed, Taint.endless) && !path.text.startsWith('/dev/'))
    report(scope, { ...fills(), part })
  if (!writing.append && isEmpty(writing.printed) && /^\/var\/log\//.test(path.text))
    report(scope, { ...emptied('empties a log of the system'), part })
  if (!writing.append && isEmpty(writing.printed) && isGiven(path, scope))
    report(scope, { ...emptied('empties files that are only known when it runs'), part })
  if (describesOpenContainer(path.text, writing.printed.text))
    report(scope, { ...openContainer('describes a container with rights over the whole machine'), part })
  if (isAgentSetting(path.text)) report(scope, { ...agentSettings(path.text), part })
  if (!writing.append && HOOK.test(path.text) && DOES_NOTHING.test(writing.printed.text))
    report(scope, {
      group: 'hooks',
      rule: 'hook-files',
      verdict: 'ask',
      part,
      harm: 'replaces a hook of the repository by one that does nothing',
      safer: 'run the hooks and mend what they say',
    })
}

function isEmpty({ text }: Text): boolean {
  return text.trim() === ''
}

// One of the files that a list gives, not a new one beside it.
function isGiven(path: Text, scope: Scope): boolean {
  if (!has(path, Taint.given | Taint.tree)) return false
  return path.text.endsWith(HOLE) || /^(?:project|home|root)$/.test(zoneOf(path, scope))
}

const HOOK = /(?:^|\/)(?:\.git\/hooks|\.husky)\/[\w-]+$/
const DOES_NOTHING = /^\s*(?:#![^\n]*\n)?\s*(?:exit(?: 0)?|true|:)?\s*$/
