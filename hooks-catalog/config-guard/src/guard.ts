import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'
import type { Decide, Decision, Handler } from '../../../src/runtime/src/types.ts'
import { check, type Finding, strongest } from '../../_shared/src/files/check.ts'
import { mentionIn } from '../../_shared/src/files/mentions.ts'
import { reasonOf } from '../../_shared/src/files/reasons.ts'
import { homedir } from '../../_shared/src/home.ts'
import { rulesOf } from './groups.ts'
import { hookScripts } from './scripts.ts'
import { configFolder } from './settings.ts'
import { mayChangeHooks } from './switches.ts'

const LONGEST_COMMAND = 65_536

/** Refuses calls that would change settings, hooks and what else governs the agent. */
const guard: Handler<'PreToolUse'> = (event, decide, { options, projectDir }) => {
  const place = { cwd: event.cwd || projectDir, projectDir, home: homedir() }
  const folder = configFolder().replaceAll('\\', '/').replace(/^\/+/, '')
  const moved = ['settings.json', 'hooks', 'hookpack', '.claude.json'].map((name) => `${folder}/${name}`)
  const rules = rulesOf(options, [...hookScripts(projectDir), ...moved])
  if (event.tool_name !== 'Bash') {
    const found = editedFiles(event).flatMap(
      (edit) => check({ file: edit.path, access: 'write' }, rules, place) ?? [],
    )
    return answer(strongest(found), decide)
  }
  const command = event.tool_input?.['command']
  if (typeof command !== 'string' || command === '') return undefined
  const switches = mayChangeHooks(command)
  const mention = command.length > LONGEST_COMMAND ? 'maybe' : mentionIn(command, rules, place)
  if (mention === 'none' && !switches) return undefined
  const { readGoverned } = require('./bash.ts') as typeof import('./bash.ts')
  const { finding, unclear } = readGoverned(command, rules, place)
  if (finding) return answer(finding, decide, finding.by)
  if (unclear === undefined || (mention !== 'named' && command.length <= LONGEST_COMMAND)) return undefined
  return decide.ask(
    `config-guard: this command cannot be followed (${unclear}), and it may change settings or hooks. Write it in a simpler way.`,
  )
}

export default guard

function answer(found: Finding | undefined, decide: Decide<'PreToolUse'>, by?: string): Decision | undefined {
  if (!found) return undefined
  const reason = reasonOf(found, { by, pack: 'config-guard' })
  return found.verdict === 'deny' ? decide.deny(reason) : decide.ask(reason)
}
