import { any, type Parsed, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import type { Call } from '../shell/call.ts'
import { has, shown, Taint, type Text } from '../shell/text.ts'
import { dataLost } from './kept-data.ts'
import type { Found } from './rule.ts'
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

/** What removing a single file does: only places where one file matters that much. */
export function removalOfFile(target: Text, call: Call): Found | undefined {
  const zone = zoneOf(target, call.scope)
  const data = zone === 'temp' ? undefined : dataLost(target, call.scope)
  if (data) return data
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

/** The finding for a file whose content is thrown away while its name stays. */
export function emptied(harm: string): Found {
  return { group: 'filesystem', rule: 'truncate', verdict: 'ask', harm, safer: 'copy the file first' }
}

/** The finding for a file that grows until the disk is full. */
export function fills(): Found {
  return {
    group: 'disk',
    rule: 'fill',
    verdict: 'ask',
    harm: 'writes without an end, until the disk is full',
    safer: 'say how much, with `head -c` or with `bs` and `count`',
  }
}

/** The gravest finding of the targets. */
export function firstOf(
  targets: readonly Text[],
  check: (target: Text) => Found | undefined,
): Found | undefined {
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
  return firstOf(parsed.rest, (target) =>
    recursive || has(target, Taint.tree) ? removal(target, call) : removalOfFile(target, call),
  )
}

function rimraf(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('g G v tmp= impl= max-retries='))
  return firstOf(parsed.rest, (target) => removal(target, call))
}

// What is in the trash can be taken out again.
function trash(call: Call): Found | undefined {
  const words = call.name === 'gio' ? call.args.slice(1) : call.args
  if (call.name === 'gio' && call.args[0]?.text !== 'trash') return undefined
  const files = words.filter(({ text }) => !text.startsWith('-'))
  return firstOf(files, (target) => {
    const found = removal(target, call)
    const harm = `moves ${shown(target.text)} to the trash, which lies outside of what this session should touch`
    return found && { ...found, verdict: 'ask', harm, safer: 'leave it where it is' }
  })
}

function unlink(call: Call): Found | undefined {
  return firstOf(call.args, (target) =>
    has(target, Taint.tree) ? removal(target, call) : removalOfFile(target, call),
  )
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

/** Removing files and folders. */
export const part: Part = {
  rules: [
    { programs: 'rm grm srm', check: rm },
    { programs: 'rimraf del-cli trash-cli', check: rimraf },
    { programs: 'trash trash-put gio gvfs-trash', check: trash },
    { programs: 'unlink', check: unlink },
    { programs: 'shred gshred wipe', check: shred },
  ],
}
