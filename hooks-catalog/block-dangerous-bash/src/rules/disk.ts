import { any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import type { Found, Rule } from './rule.ts'

const DEVICE =
  /^\/dev\/(?!(?:null|zero|full|random|urandom|stdin|stdout|stderr|tty|ptmx|console|fd|tcp|udp|shm)(?:$|[/\d]))./

/** Whether a path is a disk or another device whose content a write destroys. */
export function isDevice(path: string): boolean {
  return (
    DEVICE.test(path.replace(/\/{2,}/g, '/')) || /^\/proc\/sys(?:rq|\/)|^\/sys\/(?!fs\/cgroup)/.test(path)
  )
}

/** The finding for anything that overwrites a device. */
export function overwritten(harm: string): Found {
  return {
    group: 'disk',
    rule: 'write-device',
    verdict: 'deny',
    harm,
    safer: 'work on an image file inside the project',
  }
}

function dd(call: Call): Found | undefined {
  const target = call.args.find((arg) => arg.text.startsWith('of='))
  const path = target?.text.slice(3) ?? ''
  if (!target || !isDevice(path)) return undefined
  return overwritten(`writes straight to ${path} and destroys what is on it`)
}

function format(call: Call): Found | undefined {
  const paths = call.args.filter((arg) => !arg.text.startsWith('-'))
  if (!paths.some((path) => isDevice(path.text))) return undefined
  return overwritten('makes a new file system and destroys what is on the device')
}

const LISTS =
  /^(?:-l|--list|-L|-h|--help|-V|--version|-n|--no-act|--json|-J|--dump|-d|--print|-p|print|unit)$/

function partition(call: Call): Found | undefined {
  const words = call.args.map((arg) => arg.text)
  if (!words.some(isDevice) || words.some((word) => LISTS.test(word))) return undefined
  return overwritten('changes the partitions or signatures of a device')
}

const VERBS: Readonly<Record<string, RegExp>> = {
  diskutil:
    /^(?:erase\w*|reformat|zeroDisk|randomDisk|secureErase|partitionDisk|deleteContainer|delete\w*|apfs)$/i,
  zpool: /^(?:destroy|labelclear|create)$/,
  zfs: /^(?:destroy|rollback)$/,
  btrfs: /^(?:delete)$/,
  cryptsetup: /^(?:luksFormat|erase|luksErase|luksKillSlot|luksRemoveKey|reencrypt)$/i,
  nvme: /^(?:format|sanitize|write-zeroes|delete-ns)$/,
  mdadm: /^(?:--zero-superblock|--stop|-S|--remove)$/,
  hdparm: /^--(?:security-erase\S*|trim-sector-ranges\S*|write-sector|make-bad-sector)$/,
}

function verb(call: Call): Found | undefined {
  const words = call.args.map((arg) => arg.text)
  const pattern = VERBS[call.name]
  const found = words.find((word) => pattern?.test(word))
  if (!found || (found === 'apfs' && !words.some((word) => /^delete|^erase/i.test(word)))) return undefined
  if (
    words.some((word) => /^(?:-n|--dry-run|--dryrun|--test|-\w*n\w*v\w*)$/.test(word)) &&
    call.name.startsWith('z')
  )
    return undefined
  return overwritten('destroys a disk, a pool or a volume')
}

const LVM = spec('t test f y v d help version reportformat= config= h')

function volumes(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, LVM)
  if (any(parsed, 't', 'test', 'help', 'version', 'h') || parsed.rest.length === 0) return undefined
  return overwritten('removes logical volumes with everything on them')
}

function lvm(call: Call): Found | undefined {
  const index = call.args.findIndex((arg) => /^(?:lv|vg|pv)(?:remove|reduce)$/.test(arg.text))
  const dry = call.args.some((arg) => /^(?:-t|--test)$/.test(arg.text))
  return index < 0 || dry ? undefined : volumes({ ...call, args: call.args.slice(index + 1) })
}

function discard(call: Call): Found | undefined {
  const paths = call.args.filter((arg) => isDevice(arg.text))
  return paths.length > 0 ? overwritten('throws away every block of a device') : undefined
}

function copy(call: Call): Found | undefined {
  const operands = call.args.filter((arg) => !arg.text.startsWith('-'))
  const targets = call.name === 'tee' ? operands : operands.slice(-1)
  return targets.some((target) => isDevice(target.text))
    ? overwritten('writes straight to a device')
    : undefined
}

/** Devices, partitions, pools and volumes. */
export const disk: readonly Rule[] = [
  { programs: 'dd gdd dcfldd', check: dd },
  { programs: 'mkfs mke2fs mkswap newfs mkdosfs mkntfs', check: format },
  { programs: 'fdisk sfdisk cfdisk gdisk sgdisk parted wipefs badblocks', check: partition },
  { programs: Object.keys(VERBS).join(' '), check: verb },
  { programs: 'lvremove vgremove pvremove lvreduce vgreduce', check: volumes },
  { programs: 'lvm', check: lvm },
  { programs: 'cp tee pv ddrescue', check: copy },
  { programs: 'blkdiscard', check: discard },
]
