import {
  any,
  lastValue,
  type Parsed,
  parseOptions,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import { findCommands, findRoots, foundName } from '../programs/many.ts'
import type { Call } from '../shell/call.ts'
import { known, shown, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'
import { isSecret } from './secret-paths.ts'
import { ZONE_WORDS, type Zone, zoneOf } from './zones.ts'

const RM = spec(
  'r R f i I d v recursive force interactive= dir verbose one-file-system no-preserve-root preserve-root help version',
)

const GRAVE: readonly Zone[] = ['root', 'home', 'system', 'project', 'git', 'protected', 'outside', 'device']

/** What removing `target` with everything in it does, or undefined when that is no harm. */
export function removal(target: Text, call: Call, what = 'removes'): Found | undefined {
  const zone = zoneOf(target, call.scope)
  const place = { group: 'filesystem', rule: 'remove-tree' } as const
  if (zone === 'unknown') {
    return {
      ...place,
      verdict: 'ask',
      harm: `${what} ${shown(target.text)}, which is only known when it runs`,
      safer: 'write the path itself, inside the project',
    }
  }
  if (!GRAVE.includes(zone)) return undefined
  return {
    ...place,
    verdict: 'deny',
    harm: `${what} ${shown(target.text)} (${ZONE_WORDS[zone]}), which cannot be undone`,
    safer: 'name a folder inside the project or a temporary folder',
  }
}

// A single file: only places where one file matters that much.
function removalOfFile(target: Text, call: Call): Found | undefined {
  const zone = zoneOf(target, call.scope)
  const absolute = /^[~/]/.test(target.text)
  const grave = zone === 'git' || zone === 'protected' || zone === 'root' || zone === 'device'
  if (isSecret(target, call.scope)) return secretLost(target)
  const startup = /^~?.*\/\.(?:bash|zsh|profile|ssh|gnupg|aws|kube|gitconfig)[\w.-]*(?:\/|$)/.test(
    target.text,
  )
  const system =
    zone === 'system' &&
    absolute &&
    !/^\/(?:run|var\/(?:run|lock|log)|opt|usr\/local\/(?:src|share))\//.test(target.text)
  if (!grave && !system && !(startup && zone === 'outside')) return undefined
  return {
    group: 'filesystem',
    rule: 'remove-file',
    verdict: zone === 'git' || zone === 'root' ? 'deny' : 'ask',
    harm: `removes ${shown(target.text)} (${ZONE_WORDS[zone]})`,
    safer: 'move the file aside instead of removing it',
  }
}

function secretLost(target: Text): Found {
  return {
    group: 'filesystem',
    rule: 'remove-file',
    verdict: 'ask',
    harm: `removes ${shown(target.text)}, which no repository keeps`,
    safer: 'move the file aside instead of removing it',
  }
}

function firstOf(targets: readonly Text[], check: (target: Text) => Found | undefined): Found | undefined {
  const found = targets.flatMap((target) => check(target) ?? [])
  return found.find((entry) => entry.verdict === 'deny') ?? found[0]
}

function isHelp(parsed: Parsed<Text>): boolean {
  return any(parsed, 'help', 'version')
}

function rm(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, RM)
  if (isHelp(parsed)) return undefined
  const recursive = any(parsed, 'r', 'R', 'recursive', 'no-preserve-root')
  return firstOf(parsed.rest, (target) => (recursive ? removal(target, call) : removalOfFile(target, call)))
}

function rimraf(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('g G v tmp= impl= max-retries='))
  return firstOf(parsed.rest, (target) => removal(target, call))
}

function unlink(call: Call): Found | undefined {
  return firstOf(call.args, (target) => removalOfFile(target, call))
}

// Starting points with tests in front of `-delete` still reach everything below them.
function find(call: Call): Found | undefined {
  const words = call.args.map((arg) => arg.text)
  const deletes = words.some(
    (word, index) =>
      word === '-delete' &&
      !/^-(?:name|iname|path|fprint|fls|gid|uid|newer)$/.test(words[index - 1] ?? '') &&
      words[index - 2] !== '-fprintf',
  )
  if (!deletes || inCommand(call)) return undefined
  const name = foundName(call.args)
  return firstOf(findRoots(call.args), (root) => {
    const zone = zoneOf(root, call.scope)
    if (name === undefined) return removal(root, call, 'deletes everything below')
    if (zone === 'outside') return undefined
    return removal(
      known(zone === 'project' ? `${root.text}/${name}` : root.text, root.taints),
      call,
      'deletes files below',
    )
  })
}

function inCommand(call: Call): boolean {
  return findCommands(call.args).some(({ words }) => words.some((word) => word.text === '-delete'))
}

const RSYNC = spec(
  'e: f: B: M: T: rsh= filter= exclude= include= exclude-from= include-from= files-from= rsync-path= n dry-run list-only delete del delete-before delete-after delete-during delete-delay delete-excluded remove-source-files',
)

function rsync(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, RSYNC)
  if (any(parsed, 'n', 'dry-run', 'list-only')) return undefined
  const deletes = [...parsed.flags].some((flag) => /^del(?:ete)?/.test(flag))
  const target = parsed.rest.at(-1)
  if (!deletes || !target || /^[\w.@-]+:/.test(target.text)) return undefined
  return removal(target, call, 'deletes what is missing at the source from')
}

const MV = spec('t: S: f i n u v T target-directory= suffix= no-clobber')

function mv(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, MV)
  const target = lastValue(parsed, 't', 'target-directory')
  const sources = target ? parsed.rest : parsed.rest.slice(0, -1)
  const away = (target ?? parsed.rest.at(-1))?.text === '/dev/null'
  return firstOf(sources, (source) => {
    const zone = zoneOf(source, call.scope)
    const grave = zone === 'root' || zone === 'home' || zone === 'system' || zone === 'protected'
    if (zone === 'home' && source.text.endsWith('*') && !away) return undefined
    return grave || (away && zone !== 'unknown') ? { ...moved(source, zone), verdict: 'deny' } : undefined
  })
}

function moved(source: Text, zone: Zone): Omit<Found, 'verdict'> {
  return {
    group: 'filesystem',
    rule: 'move-away',
    harm: `moves ${shown(source.text)} (${ZONE_WORDS[zone]}) away`,
    safer: 'copy it, check the copy, and leave the original where it is',
  }
}

function copyOver(call: Call): Found | undefined {
  const target = call.args.findLast((arg) => !arg.text.startsWith('-'))
  if (!target || zoneOf(target, call.scope) !== 'git' || /\.git\/(?:hooks|info)\//.test(target.text))
    return undefined
  return {
    group: 'filesystem',
    rule: 'overwrite',
    verdict: 'deny',
    harm: `overwrites ${shown(target.text)} (${ZONE_WORDS.git})`,
    safer: 'let git change its own files',
  }
}

function shred(call: Call): Found | undefined {
  const parsed = parseOptions(
    call.args,
    spec('n: s: f u v x z iterations= size= random-source= remove help version'),
  )
  if (isHelp(parsed) || parsed.rest.length === 0) return undefined
  return {
    group: 'filesystem',
    rule: 'shred',
    verdict: 'deny',
    harm: 'overwrites files so that nothing can bring them back',
    safer: 'move the files aside',
  }
}

function truncate(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('s: r: c o size= reference= no-create'))
  const size = lastValue(parsed, 's', 'size')?.text
  if (size !== '0' || parsed.rest.length === 0) return undefined
  return {
    group: 'filesystem',
    rule: 'truncate',
    verdict: 'ask',
    harm: 'empties files without a copy',
    safer: 'copy the file first',
  }
}

/** Removing, moving away and emptying files and folders. */
export const filesystem: readonly Rule[] = [
  { programs: 'rm grm srm', check: rm },
  { programs: 'rimraf del-cli trash-cli', check: rimraf },
  { programs: 'unlink', check: unlink },
  { programs: 'find gfind', check: find },
  { programs: 'rsync', check: rsync },
  { programs: 'mv gmv', check: mv },
  { programs: 'cp install gcp', check: copyOver },
  { programs: 'shred gshred wipe', check: shred },
  { programs: 'truncate gtruncate', check: truncate },
]
