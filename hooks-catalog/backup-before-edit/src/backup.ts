import path from 'node:path'
import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'
import { oncePerSession } from '../../../src/runtime/src/kit/limits.ts'
import type { Decide, Decision, EventOf, Handler, HookContext } from '../../../src/runtime/src/types.ts'
import { realPath } from '../../_shared/src/files/real-path.ts'
import { homedir } from '../../_shared/src/home.ts'
import { choose } from './choose.ts'
import { copy } from './copy.ts'
import { type Options, readOptions } from './options.ts'
import { rotate } from './rotate.ts'
import { projectFolder, storeOf } from './store.ts'

type Event = EventOf<'PreToolUse'>

/** Copies the files that a call is about to change or remove. */
const handler: Handler<'PreToolUse'> = async (event, decide, context) => {
  const options = readOptions(context.options)
  const { projectDir } = context
  const files = await filesOf(event, projectDir, options)
  const choices = files
    .map((file) => choose(file, projectDir, options))
    .filter(({ kind }) => kind !== 'nothing')
  if (choices.length === 0) return undefined
  return told(copied(choices, context, options), { event, decide, context, options })
}

export default handler

// What may write or remove, `>` included; all other commands end here.
const WRITES =
  />|\b(?:tee|sponge|g?sed|perl|ruby|g?mv|g?cp|g?rm|dd|truncate|install|g?ln|rsync|scp|patch|unlink|shred|rimraf|trash|find|python[\d.]*|node|deno|bun|php|curl|wget|vim?|ed|ex|jq|yq|gzip|xz|bzip2|zstd|tar|openssl)\b|\bgit\b.*\b(?:rm|mv|reset|checkout|restore|switch|stash|clean)\b|['"\\$`]/s

async function filesOf(event: Event, projectDir: string, options: Options): Promise<readonly string[]> {
  if (event.tool_name !== 'Bash') return editedFiles(event).map((edit) => edit.path)
  const command = event.tool_input?.['command']
  if (!options.commands || typeof command !== 'string' || !WRITES.test(command)) return []
  const { filesChangedBy } = require('./bash.ts') as typeof import('./bash.ts')
  return filesChangedBy(command, { cwd: event.cwd || projectDir, projectDir, home: homedir() })
}

interface Report {
  readonly done: readonly string[]
  readonly problems: readonly string[]
}

function copied(
  choices: readonly ReturnType<typeof choose>[],
  { projectDir, env }: HookContext,
  options: Options,
): Report {
  const store = storeOf(options.folder, projectDir, env)
  if ('problem' in store) return { done: [], problems: [store.problem] }
  const into = projectFolder(store.folder, realPath(projectDir) ?? projectDir)
  const done: string[] = []
  const problems: string[] = []
  for (const choice of choices) {
    if (choice.kind === 'leave') done.push(`${plain(choice.name)} was not copied: ${choice.why}`)
    if (choice.kind !== 'copy') continue
    try {
      const made = copy({ file: choice.file, name: choice.name, into, keep: options.keep })
      const name = plain(choice.name)
      done.push(
        made === undefined ? `${name} is the same as its last copy` : `${name} was copied to ${plain(made)}`,
      )
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      problems.push(`${plain(choice.name)} could not be copied: ${code ?? message}`)
    }
  }
  rotate(store.folder, options)
  return { done, problems }
}

interface Around {
  readonly event: Event
  readonly decide: Decide<'PreToolUse'>
  readonly context: HookContext
  readonly options: Options
}

const MOST_TOLD = 10

function told({ done, problems }: Report, { event, decide, context, options }: Around): Decision | undefined {
  const lines = options.report === 'all' ? [...problems, ...done] : problems
  if (options.report === 'none' || lines.length === 0) return undefined
  // The same problem with every file of a session would only be noise.
  const place = { event, name: 'backup-before-edit', env: context.env }
  if (options.report === 'problems' && !oncePerSession(place, (problems[0] ?? '').replace(/^.*: /s, '')))
    return undefined
  const more = lines.length > MOST_TOLD ? [`and ${lines.length - MOST_TOLD} more`] : []
  return decide.tell(['backup-before-edit:', ...lines.slice(0, MOST_TOLD), ...more].join('\n'))
}

function plain(text: string): string {
  const slashes = path.sep === '\\' ? text.replaceAll('\\', '/') : text
  return [...slashes]
    .map((sign) => (/[\p{C}\u2028\u2029]/u.test(sign) ? '?' : sign))
    .join('')
    .slice(-300)
}
