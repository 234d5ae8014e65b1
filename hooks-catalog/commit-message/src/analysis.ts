import { unaliased } from '../../_shared/src/git/alias.ts'
import { gitCall } from '../../_shared/src/git/call.ts'
import { type Settings, settingsOf } from '../../_shared/src/git/config.ts'
import { repositoryOf } from '../../_shared/src/git/repository.ts'
import { readLine, type Start } from '../../_shared/src/shell/line.ts'
import { plain } from '../../_shared/src/shell/plain.ts'
import { exampleFor } from './example.ts'
import { messageOf } from './message.ts'
import { faultsOf, linesOf, type Options } from './rules.ts'

const MOST_INNER = 4

/** What is wrong with the commit messages of a command line, and how to put it right; `undefined` when nothing is. */
export function analyse(source: string, options: Options, start: Start, level = 0): string | undefined {
  const line = readLine(source, start)
  for (const index of line.view.commands.keys()) {
    const first = gitCall(line, index)
    if (!first) continue
    const settings = (): Settings =>
      settingsOf(first.folder === undefined ? undefined : repositoryOf(first.folder)?.commonDir, start.home)
    const { call, shell } = unaliased(first, settings)
    const inner =
      shell !== undefined && level < MOST_INNER ? analyse(shell, options, start, level + 1) : undefined
    const message = shell === undefined && call.verb === 'commit' ? messageOf(call, line) : undefined
    const reason = inner ?? (message && refusal(faultsOf(message, options), message.text, options))
    if (reason) return reason
  }
  return undefined
}

function refusal(faults: readonly string[], text: string, options: Options): string | undefined {
  if (faults.length === 0) return undefined
  const [first = ''] = linesOf(text)
  const wrong = faults.join('; it ')
  return `commit-message: the message \`${plain(first)}\` ${wrong}. For example: \`${exampleFor(text, options)}\`. Commit again with a corrected message.`
}
