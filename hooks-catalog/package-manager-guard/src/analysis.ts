import path from 'node:path'
import type { BashCommand } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { pathOf } from '../../_shared/src/shell/folders.ts'
import { type Line, readLine, type Start } from '../../_shared/src/shell/line.ts'
import { plain } from '../../_shared/src/shell/plain.ts'
import { type ManagerCall, managerCall, type Operation } from './operation.ts'
import { pythonFault } from './python.ts'
import { spelled } from './spelling.ts'
import { isInstalled, type Manager, type Wanted, wantedIn } from './wanted.ts'

/** The options of the pack, with the defaults filled in. */
export interface Options {
  readonly manager: Manager | 'auto'
  readonly scripts: boolean
  readonly executors: boolean
  readonly python: boolean
  readonly allow: readonly string[]
}

/** What is wrong with a command line, and the command to use instead; `undefined` when nothing is. */
export function analyse(source: string, options: Options, start: Start): string | undefined {
  const line = readLine(source, start)
  for (const [index, command] of line.view.commands.entries()) {
    const folder = line.folders[index]
    const reason = isAllowed(command, options)
      ? undefined
      : (javascript(line, index, options, start) ?? python(command, folder, options, start))
    if (reason) return reason
  }
  return undefined
}

/** The user lets these first words pass. */
function isAllowed({ name, args }: BashCommand, { allow }: Options): boolean {
  const words = [name, ...args.map(({ text }) => text)].join(' ')
  return allow.some((entry) => words === entry || words.startsWith(`${entry} `))
}

function javascript(line: Line, index: number, options: Options, start: Start): string | undefined {
  const command = line.view.commands[index]
  const call = command && managerCall(command.name, command.args)
  if (!command || !call?.operation || !counts(call.operation, options)) return undefined
  // What the right manager starts is that manager's own matter, and so is a manager that is fetched by another.
  if (startsManager(call.operation, line, index)) return undefined
  const folder = call.folder ? pathOf(call.folder, line.folders[index]) : line.folders[index]
  const wanted = folder === undefined ? undefined : wantedFor(folder, options, start)
  if (folder === undefined || !wanted || wanted.managers.includes(call.manager)) return undefined
  return refusal(command, { call, operation: call.operation, wanted, folder, start })
}

function counts({ kind, words }: Operation, options: Options): boolean {
  if (kind === 'run') return options.scripts
  return kind === 'exec' || kind === 'create' ? options.executors && words.length > 0 : true
}

/** `npx pnpm install`: the command that it starts is judged by itself. */
function startsManager({ kind, words }: Operation, { view }: Line, index: number): boolean {
  if (kind !== 'exec') return false
  const name = (words[0] ?? '').replace(/@.*$/s, '')
  return (
    /^(?:npm|pnpm|yarn|bun)$/.test(name) ||
    view.commands.some(({ parent, name: own }) => parent === index && managerCall(own, []) !== undefined)
  )
}

function wantedFor(folder: string, { manager }: Options, { home }: Start): Wanted | undefined {
  const found = wantedIn(folder, home)
  if (manager === 'auto') return found
  return { managers: [manager], why: `the settings say ${manager}`, folder, classic: found?.classic ?? false }
}

interface Fault {
  readonly call: ManagerCall
  readonly operation: Operation
  readonly wanted: Wanted
  readonly folder: string
  readonly start: Start
}

function refusal(
  command: BashCommand,
  { call, operation, wanted, folder, start }: Fault,
): string | undefined {
  const [manager] = wanted.managers
  if (!manager) return undefined
  const program = (operation.words[0] ?? '').replace(/(?!^)@.*$/s, '').replace(/^@[^/]+\//, '')
  const installed = operation.kind === 'exec' && isInstalled(program, folder, wanted.folder)
  const instead = spelled(operation, { manager, classic: wanted.classic, installed })
  if (instead === undefined) return undefined
  const where = path.relative(start.projectDir, wanted.folder)
  const place = where === '' || where.startsWith('..') || path.isAbsolute(where) ? '' : ` (in ${where})`
  const used = command.name ?? call.manager
  return `package-manager-guard: ${wanted.why}${plain(place)}, so not ${used}. Run \`${plain(instead)}\` instead of \`${plain(command.text)}\`.`
}

function python(
  { name, args, text }: BashCommand,
  folder: string | undefined,
  options: Options,
  { home }: Start,
): string | undefined {
  const fault = options.python && folder !== undefined ? pythonFault(name, args, folder, home) : undefined
  if (!fault) return undefined
  return `package-manager-guard: ${fault.why}, so ${fault.tool}, not ${fault.used}. Run \`${plain(fault.instead)}\` instead of \`${plain(text)}\`.`
}
