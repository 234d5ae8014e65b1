import { TooComplex } from '../../../src/runtime/src/kit/bash/limits.ts'
import { unixPath } from './shell/paths.ts'
import { runSource } from './shell/run.ts'
import { newScope, type World } from './shell/scope.ts'
import { shown } from './shell/text.ts'
import type { Finding, Group, Options, Place, Verdict } from './types.ts'

/** The guard's answer to one command; undefined stands for no objection. */
type Answer = { readonly verdict: Verdict; readonly reason: string } | undefined

const MOST_COMMANDS = 2000

/** Reads a command without running any of it and says whether it may run. */
export function analyse(command: string, options: Options, place: Place): Answer {
  const unix = {
    cwd: unixPath(place.cwd),
    projectDir: unixPath(place.projectDir),
    home: unixPath(place.home),
  }
  const world: World = { place: unix, options, findings: [], budget: MOST_COMMANDS, streams: 0, depth: 0 }
  const scope = newScope(world)
  try {
    runSource(command, scope)
    const handler = scope.functions.get('command_not_found_handle')
    if (handler) runSource('command_not_found_handle', scope)
  } catch (error) {
    if (!(error instanceof TooComplex || error instanceof RangeError)) throw error
    world.findings.push(
      unreadable(command, error instanceof TooComplex ? error.message : 'it nests too deep'),
    )
  }
  return answer(world.findings, options)
}

/** The finding for a command that the guard cannot follow to its end. */
function unreadable(command: string, why: string): Finding {
  return {
    group: 'dynamic',
    rule: 'unreadable',
    verdict: 'ask',
    part: shown(command.slice(0, 200)),
    harm: `cannot be followed: ${why}`,
    safer: 'split it into simpler commands, or put it into a script that can be read first',
  }
}

/** Turns findings into one answer: the gravest verdict that the groups leave, and its reason. */
function answer(findings: readonly Finding[], options: Options): Answer {
  const left = findings.flatMap((finding) => {
    const verdict = capped(finding, options)
    return verdict && !isAllowed(finding, options) ? [{ ...finding, verdict }] : []
  })
  const worst = left.find((finding) => finding.verdict === 'deny') ?? left[0]
  return worst && { verdict: worst.verdict, reason: reasonOf(worst) }
}

function capped({ group, verdict }: Finding, options: Options): Verdict | undefined {
  const setting = settingOf(group, options)
  if (setting === 'off') return undefined
  return setting === 'ask' ? 'ask' : verdict
}

function settingOf(group: Group, options: Options): 'deny' | 'ask' | 'off' {
  return options.groups[group] ?? 'deny'
}

function isAllowed({ part }: Finding, options: Options): boolean {
  return options.allow.some(({ pattern }) => part === pattern || part.startsWith(`${pattern} `))
}

function reasonOf({ group, rule, part, harm, safer }: Finding): string {
  return `block-dangerous-bash (${group}/${rule}): \`${part}\` ${harm}. Safer: ${safer}.`
}
