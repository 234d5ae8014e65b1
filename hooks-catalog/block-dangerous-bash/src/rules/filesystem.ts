import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { findCommands, findRoots, foundName } from '../programs/find-arguments.ts'
import type { Call } from '../shell/call.ts'
import { has, known, shown, Taint, type Text } from '../shell/text.ts'
import { onWrite } from './files.ts'
import { isProduction } from './production.ts'
import { emptied, firstOf, removal } from './removal.ts'
import type { Found, Rule } from './rule.ts'
import { ZONE_WORDS, type Zone, zoneOf } from './zones.ts'

// Files that `find` writes its list into lose what they had.
function writesList({ args, scope }: Call): void {
  args.forEach((arg, at) => {
    const file = args[at + 1]
    if (file && /^-(?:fprint0?|fprintf|fls)$/.test(arg.text))
      onWrite(file, { append: false, printed: known('') }, scope)
  })
}

// Starting points with tests in front of `-delete` still reach everything below them.
function find(call: Call): Found | undefined {
  writesList(call)
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
  if (!deletes || !target) return undefined
  if (/^[\w.@-]+:/.test(target.text)) return removalThere(target)
  return removal(target, call, 'deletes what is missing at the source from')
}

// Deploys do this every day; a whole home or machine is no deploy, and what is called production is worth a question.
function removalThere(target: Text): Found | undefined {
  const whole = /:(?:\/|~\/?|\/(?:home|root|Users)(?:\/[^/]+)?\/?)?$/.test(target.text)
  if (!whole && !isProduction(target)) return undefined
  return {
    group: 'filesystem',
    rule: 'remove-tree',
    verdict: 'ask',
    harm: `deletes what is missing at the source from ${shown(target.text)}`,
    safer: 'look with --dry-run first',
  }
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

// What has no end or nothing in it, copied over a file.
const NOTHING = /^\/dev\/(?:null|zero|full|u?random)$/

function copyOver(call: Call): Found | undefined {
  const operands = call.args.filter((arg) => !arg.text.startsWith('-'))
  const target = operands.at(-1)
  if (!target) return undefined
  const zone = zoneOf(target, call.scope)
  if (zone !== 'git' || /\.git\/(?:hooks|info)\//.test(target.text)) {
    const nothing = operands.length === 2 && call.name !== 'install' && NOTHING.test(operands[0]?.text ?? '')
    return nothing && zone !== 'temp' ? emptied('empties files without a copy') : undefined
  }
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
  const passing = parsed.rest.every((file) => {
    const zone = zoneOf(file, call.scope)
    return zone === 'temp' || (zone === 'inside' && file.text.endsWith('.log'))
  })
  return size !== '0' || passing ? undefined : emptied('empties files without a copy')
}

const TAR = spec(
  'f: C: T: X: I: b: file= directory= exclude= files-from= strip-components= transform= remove-files',
)

// `tar --remove-files` and `zip -m` take away what they pack, and to unpack at the root writes anywhere.
function pack(call: Call): Found | undefined {
  // The first word of `tar` may be a bundle without a dash.
  const [first, ...rest] = call.args
  const bundle =
    first && /^[cxtruzjJvfpaS]+$/.test(first.text)
      ? [{ ...first, text: `-${first.text}` }, ...rest]
      : call.args
  const parsed = parseOptions(bundle, TAR)
  const archive = lastValue(parsed, 'f', 'file')?.text
  if (any(parsed, 'remove-files'))
    return firstOf(parsed.rest, (source) =>
      archive === '/dev/null' ? removal(source, call) : gone(source, call),
    )
  const unpacks = any(parsed, 'x', 'extract', 'get')
  const folder = lastValue(parsed, 'C', 'directory')
  return unpacks && folder ? unpacked(folder, call) : undefined
}

function unpacked(folder: Text, call: Call): Found | undefined {
  if (call.scope.elsewhere || !/^\/(?:etc|usr|bin|sbin|boot|lib\w*)?\/*$/.test(folder.text)) return undefined
  return {
    group: 'system',
    rule: 'write-system',
    verdict: 'ask',
    harm: `unpacks an archive over ${shown(folder.text)}, where it can replace any file of the system`,
    safer: 'unpack it into an empty folder and copy what is meant',
  }
}

function zip(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('x: i: b: n: t: r m q j 9 move'))
  return any(parsed, 'm', 'move') ? firstOf(parsed.rest.slice(1), (source) => gone(source, call)) : undefined
}

function gone(source: Text, call: Call): Found | undefined {
  const zone = zoneOf(source, call.scope)
  if (zone === 'outside') return { ...moved(source, zone), verdict: 'ask' }
  return /^(?:root|home|system|project|git|protected)$/.test(zone)
    ? { ...moved(source, zone), verdict: 'deny' }
    : undefined
}

function unzip(call: Call): Found | undefined {
  const folder = lastValue(parseOptions(call.args, spec('d: x: P: o q n l t v Z')), 'd')
  return folder && unpacked(folder, call)
}

// Files that somebody has written or filled; images of disks and files for tests have other names.
const KEPT =
  /\.(?:sqlite3?|db|sql|md|txt|docx?|xlsx?|pdf|csv|json|ya?ml|toml|html?|[jt]sx?|py|go|rs|java|rb|php|sh|zip|tgz|gz|png|jpe?g|mp4|kdbx)$/i

// `dd` over the files that a list gives.
function dumpOver(call: Call): Found | undefined {
  const target = call.args.find(({ text }) => text.startsWith('of='))
  const source = call.args.find(({ text }) => text.startsWith('if='))?.text.slice(3) ?? ''
  if (!target || !NOTHING.test(source)) return undefined
  const path = { ...target, text: target.text.slice(3) }
  const listed = has(target, Taint.given | Taint.tree)
  return listed || (zoneOf(path, call.scope) !== 'temp' && KEPT.test(path.text))
    ? emptied('overwrites files without a copy')
    : undefined
}

/** Finding, moving away, overwriting and emptying files and folders. */
export const filesystem: readonly Rule[] = [
  { programs: 'find gfind', check: find },
  { programs: 'rsync', check: rsync },
  { programs: 'mv gmv', check: mv },
  { programs: 'cp install gcp', check: copyOver },
  { programs: 'truncate gtruncate', check: truncate },
  { programs: 'dd gdd', check: dumpOver },
  { programs: 'tar gtar bsdtar', check: pack },
  { programs: 'zip', check: zip },
  { programs: 'unzip', check: unzip },
]
