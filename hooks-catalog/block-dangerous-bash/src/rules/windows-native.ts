import type { Call } from '../shell/call.ts'
import type { Found, Rule } from './rule.ts'
import type { Tool } from './table.ts'
import { registry, windowsRemoval } from './windows-paths.ts'
import { switches, windows } from './windows-remove.ts'

const BACKUPS = 'deletes the backups that Windows keeps of itself'
const BOOT = 'changes how the machine starts'
const TRACES = 'clears the record of what happened on the machine'
const GUARDS = 'switches off what protects the machine'
const ACCOUNTS = 'changes the accounts of this machine'

/** Programs of Windows by their subcommands; a switch counts as an operand. */
export const nativeTools: readonly Tool[] = [
  {
    programs: 'vssadmin',
    rows: [
      ['deny', 'delete', BACKUPS],
      ['deny', 'resize', BACKUPS],
    ],
  },
  { programs: 'wbadmin', rows: [['deny', 'delete|disable', BACKUPS]] },
  {
    programs: 'wmic',
    rows: [
      ['deny', '@shadowcopy @delete', BACKUPS],
      ['ask', '@delete|uninstall', 'removes a program or an object of the machine'],
      ['ask', '@os @reboot|shutdown|win32shutdown', 'turns the machine off'],
    ],
  },
  {
    programs: 'bcdedit',
    rows: [
      ['pass', '@/enum|/v|/?|/export'],
      ['deny', '@/*|//*', BOOT],
    ],
  },
  { programs: 'bootrec bootsect mbr2gpt', rows: [['deny', '@/*|//*', BOOT]] },
  { programs: 'wevtutil', rows: [['deny', 'cl|clear-log', TRACES]] },
  {
    programs: 'fsutil',
    rows: [
      ['deny', 'usn deletejournal', TRACES],
      ['deny', 'file setzerodata', 'overwrites a file'],
      ['deny', 'volume dismount', 'takes a drive away'],
    ],
  },
  {
    programs: 'schtasks',
    rows: [
      ['ask', '@/delete|//delete', 'deletes a planned task'],
      ['ask', '@/create|//create', 'plans a task for later'],
    ],
  },
  {
    programs: 'sc',
    rows: [
      ['deny', 'delete', 'deletes a service'],
      ['ask', 'stop|config', 'stops or changes a service'],
    ],
  },
  {
    programs: 'net net1',
    rows: [
      [
        'deny',
        'user|localgroup|group|accounts @/delete|/add|/active:no|//delete|//add|//active:no',
        ACCOUNTS,
      ],
      ['ask', 'stop', 'stops a service'],
      ['ask', 'share|use @/delete|//delete', 'takes a share away'],
    ],
  },
  {
    programs: 'netsh',
    rows: [
      ['deny', 'advfirewall set @off', GUARDS],
      ['deny', 'firewall set opmode @disable', GUARDS],
      ['ask', 'advfirewall reset', GUARDS],
      ['ask', '** delete|reset', 'deletes settings of the network'],
    ],
  },
  { programs: 'auditpol', rows: [['deny', '@/clear|/remove|/set', TRACES]] },
  {
    programs: 'manage-bde',
    rows: [
      ['deny', '@-off|-lock|-forcerecovery', GUARDS],
      ['deny', '-off|--off', GUARDS],
    ],
  },
  {
    programs: 'wsl',
    options: 'd: u: distribution= user=',
    rows: [
      ['deny', '--unregister', 'deletes a Linux system with everything in it'],
      ['ask', '--uninstall', 'removes the Linux systems of this machine'],
    ],
  },
  {
    programs: 'taskkill',
    rows: [
      ['ask', '@svchost.exe|winlogon.exe|csrss.exe|explorer.exe|lsass.exe', 'kills a process of Windows'],
    ],
  },
  { programs: 'winget choco scoop', dry: 'noop', rows: [['ask', 'uninstall @all', 'removes every program']] },
  {
    programs: 'dism',
    rows: [
      ['ask', '@/remove-*|/disable-feature', 'removes parts of Windows'],
      ['deny', '@/apply-image', 'overwrites a drive'],
    ],
  },
  { programs: 'tpmtool clear-tpm', rows: [['deny', '**', 'deletes the keys of this machine']] },
  {
    programs: 'systemreset',
    rows: [['deny', '-cleanpc|-factoryreset|--cleanpc|--factoryreset', 'resets the whole machine']],
  },
  { programs: 'logoff', rows: [['ask', '**', 'ends the session of a user']] },
]

const texts = (call: Call) => call.args.map(({ text }) => text)

function format(call: Call): Found | undefined {
  const drive = texts(call).some((word) => /^[a-z]:[\\/]?$/i.test(word))
  return drive ? windows('deny', 'format', 'formats a drive; everything on it is lost') : undefined
}

function diskpart(call: Call): Found | undefined {
  return windows(
    'deny',
    'diskpart',
    'changes disks and partitions',
    `run it by hand instead of \`${call.name}\``,
  )
}

function reg(call: Call): Found | undefined {
  const [verb, key] = texts(call)
  if (/^delete$/i.test(verb ?? '')) return registry(key ?? '')
  if (/^(?:restore|load|unload|import)$/i.test(verb ?? ''))
    return windows('ask', 'registry', 'overwrites keys of the registry')
  const startup = /\\(?:run|runonce|winlogon|policies|services|image file execution options)(?:\\|$)/i
  return /^add$/i.test(verb ?? '') && startup.test(key ?? '')
    ? windows('ask', 'registry', 'changes what Windows starts or allows')
    : undefined
}

function cipher(call: Call): Found | undefined {
  return texts(call).some((word) => /^\/{1,2}w(?::|$)/i.test(word))
    ? windows('deny', 'cipher', 'overwrites everything that was deleted on a drive')
    : undefined
}

// Rights of whole trees outside of the project.
function rights(call: Call): Found | undefined {
  const { given, rest } = switches(call.args)
  const words = texts(call)
  const opens = call.name === 'icacls' || call.name === 'cacls'
  const all = words.some((word) => /^(?:\*S-1-1-0|everyone|users|jeder|tout le monde):/i.test(word))
  const recursive = given.includes('t') || (call.name === 'takeown' && given.includes('r'))
  const changes =
    call.name === 'takeown' ||
    words.some((word) => /^\/{1,2}(?:grant|deny|remove|reset|setowner|inheritance)/i.test(word))
  if (!recursive || !changes) return undefined
  const target = opens ? rest[0] : rest.find(({ text }) => /[\\/:]/.test(text))
  const outside = target && windowsRemoval(target, call)
  if (!outside && !all) return undefined
  return windows(outside?.verdict ?? 'ask', 'rights', 'changes the rights of everything in a folder')
}

function robocopy(call: Call): Found | undefined {
  const { rest } = switches(call.args)
  const words = texts(call)
  if (words.some((word) => /^\/{1,2}l$/i.test(word))) return undefined
  if (!words.some((word) => /^\/{1,2}(?:mir|purge|move)$/i.test(word))) return undefined
  const targets = rest.filter(({ text }) => !/^\/{1,2}\w/.test(text))
  const target = targets[1]
  const grave = target && windowsRemoval(target, call)
  return grave ?? windows('ask', 'mirror', 'deletes what is missing at the source from the target')
}

function turnOff(call: Call): Found | undefined {
  return texts(call).some((word) => /^\/{1,2}[al?]$/i.test(word))
    ? undefined
    : windows('deny', 'power', 'turns the machine off or restarts it')
}

// Programs of Windows that fetch code and run it.
function fetched(call: Call): Found | undefined {
  const remote = texts(call).some((word) => /https?:|^\\\\|^javascript:|^vbscript:/i.test(word))
  return remote
    ? {
        ...windows('deny', 'run-download', 'runs code from the network that nobody has read'),
        group: 'remote',
      }
    : undefined
}

// Programs that are there for something else, and fetch what other programs would be stopped from fetching.
function saved(call: Call): Found | undefined {
  const found = fetched(call)
  const fetches = texts(call).some((word) => /^[-/](?:urlcache|transfer|addfile)$/i.test(word))
  if (!found || !fetches) return undefined
  return {
    ...found,
    verdict: 'ask',
    harm: 'fetches a program past the usual ways',
    safer: 'download it with curl and look at it',
  }
}

/** Programs of Windows whose arguments need a closer look. */
export const nativeRules: readonly Rule[] = [
  { programs: 'format format.com', check: format },
  { programs: 'diskpart', check: diskpart },
  { programs: 'reg', check: reg },
  { programs: 'cipher', check: cipher },
  { programs: 'takeown icacls cacls', check: rights },
  { programs: 'robocopy', check: robocopy },
  { programs: 'psshutdown', check: turnOff },
  { programs: 'mshta regsvr32 rundll32 msiexec', check: fetched },
  { programs: 'certutil bitsadmin', check: saved },
]
