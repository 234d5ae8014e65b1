import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { findCommands, findRoots, foundName } from '../programs/find-arguments.ts'
import type { Call } from '../shell/call.ts'
import { known, shown, type Text } from '../shell/text.ts'
import { firstOf, removal } from './removal.ts'
import type { Found, Rule } from './rule.ts'
import { ZONE_WORDS, type Zone, zoneOf } from './zones.ts'

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
    if (!away && zone === 'git' && /(?:^|\/)\.git\/?$/.test(source.text))
      return { ...moved(source, zone), verdict: 'ask' }
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

function truncate(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('s: r: c o size= reference= no-create'))
  const size = lastValue(parsed, 's', 'size')?.text
  const passing = parsed.rest.every((file) => zoneOf(file, call.scope) === 'temp')
  if (size !== '0' || passing) return undefined
  return {
    group: 'filesystem',
    rule: 'truncate',
    verdict: 'ask',
    harm: 'empties files without a copy',
    safer: 'copy the file first',
  }
}

/** Finding, moving away, overwriting and emptying files and folders. */
export const filesystem: readonly Rule[] = [
  { programs: 'find gfind', check: find },
  { programs: 'rsync', check: rsync },
  { programs: 'mv gmv', check: mv },
  { programs: 'cp install gcp', check: copyOver },
  { programs: 'truncate gtruncate', check: truncate },
]
