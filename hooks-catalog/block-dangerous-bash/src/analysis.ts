import { dispatch } from './shell/dispatch.ts'
import { unixPath } from './shell/paths.ts'
import { plainLists, runPlain } from './shell/plain.ts'
import { runSource } from './shell/reader.ts'
import { newScope, type Reader, type Scope, type World } from './shell/scope.ts'
import { has, shown, Taint, type Text } from './shell/text.ts'
import type { Finding, Group, Options, Place, Verdict } from './types.ts'

/** The guard's answer to one command; undefined stands for no objection. */
type Answer = { readonly verdict: Verdict; readonly reason: string } | undefined

const MOST_COMMANDS = 2000

/** Reads plain text without the parser, which is loaded when there is more to read. */
export const reader: Reader = {
  dispatch,
  runSource: (source: string, scope: Scope, stdin: Text) => {
    // What names mean can have been changed.
    const usual = scope.aliases.size === 0 && scope.functions.size === 0
    const lists = usual ? plainLists(source) : undefined
    if (lists) return runPlain(lists, scope, stdin)
    const { runParsed } = require('./shell/run.ts') as typeof import('./shell/run.ts')
    return runParsed(source, scope, stdin)
  },
}

/** Whether a command is read without the parser. */
export function isPlain(command: string): boolean {
  return plainLists(command) !== undefined
}

export { allParts } from './parts.ts'

/** What to read and where; `reader` reads it. */
export interface Question {
  readonly options: Options
  readonly place: Place
  readonly reader?: Reader
  /** The command is PowerShell, not a command of a Unix shell. */
  readonly powershell?: boolean
}

/** Reads a command without running any of it and says whether it may run. */
export function analyse(
  command: string,
  { options, place, reader: given = reader, powershell }: Question,
): Answer {
  const unix = {
    cwd: unixPath(place.cwd),
    projectDir: unixPath(place.projectDir),
    home: unixPath(place.home),
  }
  const world: World = {
    reader: given,
    place: unix,
    options,
    findings: [],
    budget: MOST_COMMANDS,
    streams: 0,
    depth: 0,
    pipedShell: false,
  }
  const scope = newScope(world)
  try {
    if (powershell) readPowerShell(command, scope)
    else checkPrinted(runSource(command, scope), command, scope)
  } catch (error) {
    world.findings.push(unreadable(command, whyUnread(error)))
  }
  return answer(world.findings, options)
}

// What is printed in the end is kept in the transcript.
function checkPrinted(printed: Text, command: string, scope: Scope): void {
  if (!has(printed, Taint.credential)) return
  scope.world.findings.push({
    group: 'secrets',
    rule: 'show-secret',
    verdict: 'ask',
    part: shown(command.slice(0, 200)),
    harm: 'prints a password or a token, which stays in the transcript',
    safer: 'hand it to the program that needs it, or look only whether it is set',
  })
}

function readPowerShell(command: string, scope: Scope): void {
  const { runPowerShell } = require('./rules/windows.ts') as typeof import('./rules/windows.ts')
  runPowerShell(command, scope)
}

/** Why a reading was given up; throws what is no reason for that. */
function whyUnread(error: unknown): string {
  if (error instanceof RangeError) return 'it nests too deep'
  if (error instanceof Error && /^(?:TooComplex|NotShell)$/.test(error.name)) return error.message
  throw error
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
  const advice = safer === '' ? '' : ` Safer: ${safer}.`
  return `block-dangerous-bash (${group}/${rule}): \`${part}\` ${harm}.${advice}`
}
