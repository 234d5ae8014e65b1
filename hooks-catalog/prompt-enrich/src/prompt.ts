import { updateState } from '../../../src/runtime/src/kit/session-state.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { branchOf, gitFiles } from '../../_shared/src/git-files.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import { clockOf } from './clock.ts'
import { missingFiles } from './missing-files.ts'
import { type Options, readOptions } from './options.ts'
import { ticketIn } from './ticket.ts'

const HOUR_MS = 60 * 60 * 1000

/** What was added last, and when. */
interface Said {
  readonly about: string
  readonly at: number
}

/** Adds a line or two to a prompt, and nothing when there is nothing new. */
const handler: Handler<'UserPromptSubmit'> = (event, decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  const cwd = typeof event.cwd === 'string' && event.cwd !== '' ? event.cwd : projectDir
  const prompt = typeof event.prompt === 'string' ? event.prompt : ''
  const now = new Date()
  const { line, about } = situation(cwd, now, options)
  const isNew = line !== '' && (options.repeat === 'every' || isChanged(event, about, now.getTime()))
  const lines = [...(isNew ? [line] : []), ...filesLine(prompt, [cwd, projectDir], options)]
  if (lines.length > 0) return decide.context(`prompt-enrich: ${lines.join('\n')}`)
}

/** The line, and what of it counts as a change: the time does not, the day does. */
function situation(
  cwd: string,
  now: Date,
  options: Options,
): { readonly line: string; readonly about: string } {
  const { add, timeZone, ticketPattern, ticketUrl } = options
  const clock = add.includes('time') ? clockOf(now, timeZone) : undefined
  const files = add.includes('branch') || add.includes('ticket') ? gitFiles(cwd) : undefined
  const branch = files ? branchOf(files) : undefined
  const ticket = branch !== undefined && add.includes('ticket') ? ticketIn(branch, ticketPattern) : undefined
  const where = files && add.includes('branch') ? branchText(branch) : ''
  const address =
    ticket === undefined || ticketUrl === '' ? '' : ` (${ticketUrl.replaceAll('{ticket}', ticket)})`
  const about = ticket === undefined ? '' : oneLine(`ticket ${ticket}${address}`, 460)
  const parts = [where, about].filter((part) => part !== '')
  const line = [...(clock ? [`It is ${clock.text}`] : []), ...parts].join('; ')
  return { line: line === '' ? '' : `${line}.`, about: [clock?.day ?? '', ...parts].join('; ') }
}

function branchText(branch: string | undefined): string {
  return branch === undefined ? 'HEAD is detached' : `branch ${oneLine(branch, 120)}`
}

function filesLine(prompt: string, folders: readonly string[], { add }: Options): readonly string[] {
  if (!add.includes('files') || prompt === '') return []
  const missing = missingFiles(prompt, [...new Set(folders)]).map(({ name, instead }) => {
    const there = instead === undefined ? '' : ` (there is ${oneLine(instead, 120)})`
    return `${oneLine(name, 160)}${there}`
  })
  return missing.length === 0 ? [] : [`The prompt names what is not there: ${missing.join(', ')}.`]
}

/** True when something else was said last, or the same an hour ago; also when that cannot be remembered. */
function isChanged(event: { readonly session_id: string }, about: string, now: number): boolean {
  let changed = true
  updateState<Said>({ event, name: 'prompt-enrich' }, (old) => {
    const age = now - (typeof old?.at === 'number' ? old.at : 0)
    changed = old?.about !== about || age < 0 || age > HOUR_MS
    return changed || old === undefined ? { about, at: now } : old
  })
  return changed
}

export default handler
