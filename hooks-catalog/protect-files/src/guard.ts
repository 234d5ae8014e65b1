import path from 'node:path'
import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import type { Decide, Decision, EventOf, Handler } from '../../../src/runtime/src/types.ts'
import { check, type Finding, strongest } from '../../_shared/src/files/check.ts'
import type { Place } from '../../_shared/src/files/locate.ts'
import { mentionIn } from '../../_shared/src/files/mentions.ts'
import { reasonOf } from '../../_shared/src/files/reasons.ts'
import type { Rule } from '../../_shared/src/files/rule.ts'
import { homedir } from '../../_shared/src/home.ts'
import { rulesOf } from './options.ts'

const LONGEST_COMMAND = 65_536

type Event = EventOf<'PreToolUse'>

/** Refuses a call that would change or read a protected file; says nothing about all others. */
const guard: Handler<'PreToolUse'> = (event, decide, { options, projectDir }) => {
  const input = (event.tool_input ?? {}) as Readonly<Record<string, unknown>>
  const rules = rulesOf(options)
  const place = { cwd: event.cwd || projectDir, projectDir, home: homedir() }
  if (event.tool_name === 'Bash') return ofCommand(input['command'], decide, { rules, place })
  const files =
    event.tool_name === 'Read' || event.tool_name === 'Grep' ? readFiles(event, input) : edits(event)
  const found = files.flatMap((one) => check(one, rules, place) ?? [])
  return answer(strongest(found), decide)
}

export default guard

type File = Parameters<typeof check>[0]

function edits(event: Event): readonly File[] {
  return editedFiles(event).map((edit) => ({ file: edit.path, access: 'write' }))
}

/** A search through folders is not refused: its results are looked through when they are there. */
function readFiles({ cwd, tool_name }: Event, input: Readonly<Record<string, unknown>>): readonly File[] {
  const named = tool_name === 'Read' ? input['file_path'] : input['path']
  const file = typeof named === 'string' && named.trim() !== '' ? absolutePath(named, cwd) : undefined
  const glob = tool_name === 'Grep' ? input['glob'] : undefined
  const wanted = typeof glob === 'string' && glob.length < 1000 ? glob.split(/[\s,{}]+/) : []
  const chosen = wanted.flatMap((one) =>
    one === '' || one.startsWith('!') || one.startsWith('*')
      ? []
      : [path.join(file ?? cwd, one.replace(/\*+$/, ''))],
  )
  return [...(file === undefined ? [] : [file]), ...chosen].map((one) => ({ file: one, access: 'read' }))
}

interface Setting {
  readonly rules: readonly Rule[]
  readonly place: Place
}

function ofCommand(
  command: unknown,
  decide: Decide<'PreToolUse'>,
  { rules, place }: Setting,
): Decision | undefined {
  if (typeof command !== 'string' || command === '') return undefined
  const mention = command.length > LONGEST_COMMAND ? 'maybe' : mentionIn(command, rules, place)
  if (mention === 'none') return undefined
  // Only here: the shell's parser costs more than the rest of the hook.
  const { readCommand } = require('./bash.ts') as typeof import('./bash.ts')
  const { finding, unclear } = readCommand(command, rules, place)
  if (finding) return answer(finding, decide, finding.by)
  if (unclear === undefined || (mention !== 'named' && command.length <= LONGEST_COMMAND)) return undefined
  return decide.ask(
    `protect-files: this command cannot be followed (${unclear}), and it may touch protected files. Write it in a simpler way.`,
  )
}

function answer(found: Finding | undefined, decide: Decide<'PreToolUse'>, by?: string): Decision | undefined {
  if (!found) return undefined
  const reason = reasonOf(found, { by, pack: 'protect-files' })
  return found.verdict === 'deny' ? decide.deny(reason) : decide.ask(reason)
}
