import type { Call } from '../shell/call.ts'
import type { Found, Rule } from './rule.ts'
import { isSystemFile, windowsRemoval } from './windows-paths.ts'
import { hasParameter, parameters, removeItem, windows } from './windows-remove.ts'

const DISK = 'destroys what is on a disk or a drive'
const POWER = 'turns the machine off or restarts it'
const ACCOUNTS = 'changes the accounts of this machine'
const GUARDS = 'switches off what protects the machine'
const TRACES = 'clears the record of what happened on the machine'
const SERVICE = 'removes or stops a service of the machine'
const BACKUPS = 'deletes the backups that Windows keeps of itself'

type Row = readonly [verdict: Found['verdict'], names: string, harm: string]

/** Cmdlets that matter whatever their parameters are. */
const ROWS: readonly Row[] = [
  [
    'deny',
    'format-volume clear-disk initialize-disk remove-partition reset-physicaldisk remove-virtualdisk remove-storagepool set-partition resize-partition',
    DISK,
  ],
  ['deny', 'stop-computer restart-computer', POWER],
  [
    'deny',
    'remove-localuser disable-localuser remove-localgroup remove-localgroupmember remove-aduser remove-adobject remove-adgroup remove-adcomputer remove-adorganizationalunit add-localgroupmember',
    ACCOUNTS,
  ],
  ['deny', 'clear-eventlog remove-eventlog limit-eventlog', TRACES],
  ['deny', 'remove-service', SERVICE],
  ['deny', 'disable-computerrestore', BACKUPS],
  [
    'deny',
    'remove-vm remove-vmharddiskdrive remove-vmsnapshot remove-vhd',
    'deletes a virtual machine with everything in it',
  ],
  ['deny', 'clear-tpm disable-bitlocker', GUARDS],
  ['ask', 'clear-recyclebin', 'removes what was thrown away, and could still be taken back'],
  ['ask', 'stop-service suspend-service', SERVICE],
  [
    'ask',
    'uninstall-windowsfeature remove-windowsfeature disable-windowsoptionalfeature remove-windowspackage remove-appxpackage remove-appxprovisionedpackage',
    'removes parts of Windows',
  ],
  ['ask', 'unregister-scheduledtask disable-scheduledtask', 'removes a planned task'],
  [
    'ask',
    'remove-smbshare remove-netfirewallrule remove-netipaddress remove-netroute disable-netadapter reset-netadapteradvancedproperty',
    'deletes settings of the network',
  ],
  ['deny', 'drop-database remove-sqldatabase', 'drops a database with everything in it'],
]

// Cmdlets of modules for clouds and directories: their names say what they do.
const CLOUDS =
  /^(?:remove|clear|uninstall|stop|disable|revoke|reset)-(?:az|azure|mg|ad|aad|ec2|s3|rds|ddb|lm|iam|cfn|ecs|eks|gc|gcs|vm|scvm|nsx|exo|mailbox|spo|pnp|team|cluster|dns|dhcp|gpo)\w*$/

const table = new Map(
  ROWS.flatMap(([verdict, names, harm]) => names.split(' ').map((name) => [name, { verdict, harm }])),
)

function rehearsed(call: Call): boolean {
  const { flags } = parameters(call.args)
  return hasParameter(flags, 'whatif', 'wh') || flags.includes('?')
}

function listed(call: Call): Found | undefined {
  const row = table.get(call.name)
  return row && !rehearsed(call) ? windows(row.verdict, call.name, row.harm) : undefined
}

/** Cmdlets that are known by the first part of their name only. */
export function cloudCmdlet(call: Call): Found | undefined {
  if (!CLOUDS.test(call.name) || rehearsed(call)) return undefined
  const verdict = /^(?:remove|clear|uninstall)/.test(call.name) ? 'deny' : 'ask'
  return windows(verdict, call.name, 'deletes or stops something of a cloud or a directory')
}

const words = (call: Call) => call.args.map(({ text }) => text).join(' ')

function executionPolicy(call: Call): Found | undefined {
  const text = words(call)
  const opens = /\b(?:unrestricted|bypass)\b/i.test(text)
  if (!opens || /\bprocess\b/i.test(text)) return undefined
  return windows(
    'ask',
    'execution-policy',
    'lets every script run on this machine from now on',
    'set it for one process',
  )
}

function defender(call: Call): Found | undefined {
  const text = words(call)
  // A shell of Unix puts its own, empty variable where `$true` stands.
  const off =
    /-(?:disable\w+)\s+(?:\$?true|1|$)|-disable\w+\s+[^\w\s$-]|-exclusion(?:path|process|extension)|-mapsreporting\s+(?:0|disabled)/i.test(
      text,
    )
  return off ? windows('deny', 'defender', GUARDS) : undefined
}

function firewall(call: Call): Found | undefined {
  return /-enabled:?\s*\$?(?:false|0)/i.test(words(call)) ? windows('deny', 'firewall', GUARDS) : undefined
}

// Registry values, and the content of files.
function property(call: Call): Found | undefined {
  if (rehearsed(call)) return undefined
  const { rest } = parameters(call.args)
  const target = rest[0]
  if (target && /^(?:hklm|hkcr|hku|registry)/i.test(target.text)) return windowsRemoval(target, call)
  if (!target || call.name === 'remove-itemproperty') return undefined
  const found = windowsRemoval({ ...target, text: target.text.replace(/[\\/][^\\/]*\*[^\\/]*$/, '') }, call)
  return found && { ...found, verdict: 'ask', harm: 'empties files outside of the project' }
}

function setProperty(call: Call): Found | undefined {
  const { rest } = parameters(call.args)
  const startup = /\\(?:run|runonce|winlogon|policies|services)(?:\\|$)/i
  return rest.some(({ text }) => /^(?:hklm|hkcu|registry)/i.test(text) && startup.test(text))
    ? windows('ask', 'registry', 'changes what Windows starts or allows')
    : undefined
}

function stopProcess(call: Call): Found | undefined {
  const { rest } = parameters(call.args)
  const named = rest.map(({ text }) => text)
  const values = call.args.map(({ text }) => text)
  return named.includes('*') || values.includes('*')
    ? windows('deny', 'stop-process', 'kills every process')
    : undefined
}

// Writing over files of Windows.
function writes(call: Call): Found | undefined {
  const { rest } = parameters(call.args)
  return rest[0] && isSystemFile(rest[0])
    ? windows('deny', 'write-system', 'overwrites a file of Windows or of the root of a drive')
    : undefined
}

// Moving a folder that must stay, or everything in it.
function moveItem(call: Call): Found | undefined {
  if (rehearsed(call)) return undefined
  const { rest } = parameters(call.args)
  const found = rest[0] && removeItem({ ...call, args: [{ text: '-Recurse', taints: 0 }, rest[0]] })
  const grave = found?.verdict === 'deny' && !/outside the project/.test(found.harm)
  return grave
    ? { ...found, rule: 'move-away', harm: found.harm.replace(/^removes/, 'moves away') }
    : undefined
}

/** The rules about cmdlets. */
export const cmdlets: readonly Rule[] = [
  { programs: [...table.keys()].join(' '), check: listed },
  { programs: 'set-executionpolicy', check: executionPolicy },
  { programs: 'set-mppreference add-mppreference', check: defender },
  { programs: 'set-netfirewallprofile', check: firewall },
  { programs: 'clear-content clear-item remove-itemproperty clear-itemproperty', check: property },
  { programs: 'set-itemproperty new-itemproperty', check: setProperty },
  { programs: 'stop-process spps', check: stopProcess },
  { programs: 'move-item', check: moveItem },
  { programs: 'set-content add-content out-file', check: writes },
]
