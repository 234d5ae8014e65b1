import type { Call } from '../shell/call.ts'
import { unixPath } from '../shell/paths.ts'
import { HOLE, known, shown, type Text } from '../shell/text.ts'
import { removal } from './removal.ts'
import type { Found } from './rule.ts'

const SAFER = 'name a folder inside the project or a temporary folder'

// Variables of the environment that name well-known places.
const PLACES: Readonly<Record<string, string>> = {
  userprofile: '~',
  homepath: '~',
  home: '~',
  appdata: '~/AppData/Roaming',
  localappdata: '~/AppData/Local',
  onedrive: '~/OneDrive',
  systemroot: 'C:/Windows',
  windir: 'C:/Windows',
  systemdrive: 'C:',
  homedrive: 'C:',
  programfiles: 'C:/Program Files',
  'programfiles(x86)': 'C:/Program Files (x86)',
  programdata: 'C:/ProgramData',
  allusersprofile: 'C:/ProgramData',
  public: 'C:/Users/Public',
  temp: '/tmp',
  tmp: '/tmp',
  cd: '.',
}

/** What a variable of the environment stands for, or undefined. */
export function placeOf(name: string): string | undefined {
  return PLACES[name.toLowerCase()]
}

const TEMPORARY = /^\/c\/(?:temp|tmp|windows\/temp|users\/[^/]+\/appdata\/local\/temp)\/./i

/** A path of Windows as the rules for paths read it. */
export function plainPath(path: string): string {
  const text = path
    .replace(/^(?:microsoft\.powershell\.core\\)?filesystem::/i, '')
    .replace(/^\\\\[?.]\\/, '')
    .replace(/%([\w()]+)%/g, (_, name: string) => placeOf(name) ?? HOLE)
    .replace(/[\\/]+$/, (end) => end.slice(0, 1))
  const unix = unixPath(text).replaceAll('\\', '/')
  return TEMPORARY.test(unix) ? '/tmp/x' : unix
}

const DRIVES = /^(?:env|function|alias|variable|wsman|temp):/i
const REGISTRY = /^(?:registry::|hklm:|hkcu:|hkcr:|hku:|hkey_)/i

/** What removing a path of Windows with everything in it means, or undefined when that is no harm. */
export function windowsRemoval(target: Text, call: Call): Found | undefined {
  if (DRIVES.test(target.text)) return undefined
  if (REGISTRY.test(target.text)) return registry(target.text)
  const plain = plainPath(target.text)
  const found = removal(known(plain, target.taints), call)
  // People are told the path as it was written.
  const harm = found?.harm.replace(shown(plain), () => shown(target.text)) ?? ''
  return found && { ...found, harm, group: 'windows', rule: 'remove-tree', safer: SAFER }
}

/** Deleting keys of the registry: those of the machine hold what it needs to start. */
export function registry(key: string): Found {
  const machine = !/^(?:registry::)?(?:hkcu|hkey_current_user)/i.test(key)
  return {
    group: 'windows',
    rule: 'registry',
    verdict: machine ? 'deny' : 'ask',
    harm: `deletes keys of the registry (${shown(key)})`,
    safer: 'export the key first and let a person delete it',
  }
}

const SYSTEM = /^\/[a-z]\/(?:windows|program files|program files \(x86\)|programdata|boot|recovery)(?:\/|$)/i

/** Whether a single file belongs to Windows itself. */
export function isSystemFile(target: Text): boolean {
  const path = plainPath(target.text)
  return SYSTEM.test(path) || /^\/[a-z]\/[^/]*$/i.test(path)
}
