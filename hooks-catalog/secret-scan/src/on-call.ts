import path from 'node:path'
import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'
import type { Decide, Decision, EventOf, Handler } from '../../../src/runtime/src/types.ts'
import { findSecrets, type Secret } from './find-secrets.ts'
import { scanOf } from './options.ts'
import { isFree } from './paths.ts'
import { NO_SECRET, plain, told } from './told.ts'

type Fields = Readonly<Record<string, unknown>>

interface Around {
  readonly decide: Decide<'PreToolUse'>
  readonly options: Fields
  readonly projectDir: string
}

/** Refuses calls that would write a secret, have one in a command, or commit one. */
const handler: Handler<'PreToolUse'> = (event, decide, { options, projectDir }) => {
  const input = (event.tool_input ?? {}) as Fields
  const around = { decide, options, projectDir }
  return event.tool_name === 'Bash'
    ? ofCommand(event, input['command'], around)
    : ofEdit(event, input, around)
}

export default handler

function ofEdit(event: EventOf<'PreToolUse'>, input: Fields, { decide, options, projectDir }: Around) {
  const [edit] = editedFiles(event)
  const texts = written(input)
  if (!edit || texts.length === 0 || options['writes'] === 'off') return undefined
  const scan = scanOf(options)
  for (const { text, before } of texts) {
    const secrets = findSecrets(text, scan).filter(
      ({ start, end }) => !before.includes(text.slice(start, end)),
    )
    if (secrets.length === 0) continue
    if (isFree(edit.path, { options, projectDir })) return undefined
    const shown = plain(path.relative(projectDir, edit.path))
    return verdict(decide, options['writes'], {
      what: `the text for ${shown} has ${told(text, secrets)} in it`,
      instead: `Read it from an environment variable or a file that is not committed. ${NO_SECRET}`,
    })
  }
  return undefined
}

interface Written {
  readonly text: string
  /** What it replaces: a secret that stands there already is not written anew. */
  readonly before: string
}

function written(input: Fields): readonly Written[] {
  const edits = Array.isArray(input['edits']) ? (input['edits'] as unknown[]) : []
  const inputs = [input, ...edits].filter((one): one is Fields => typeof one === 'object' && one !== null)
  return inputs.flatMap((one) =>
    ['content', 'new_string', 'new_source'].flatMap((field) => {
      const [text, before] = [one[field], one['old_string']]
      return typeof text === 'string' ? [{ text, before: typeof before === 'string' ? before : '' }] : []
    }),
  )
}

async function ofCommand(event: EventOf<'PreToolUse'>, command: unknown, { decide, options }: Around) {
  if (typeof command !== 'string') return undefined
  const scan = scanOf(options)
  const secrets = options['commands'] === 'off' ? [] : findSecrets(command, scan)
  if (secrets.length > 0)
    return verdict(decide, options['commands'], {
      what: `the command has ${told(command, secrets)} in it`,
      instead: `Use a variable of the environment that is set outside of the session. ${NO_SECRET}`,
    })
  if (options['commits'] === 'off' || !/\bgit\b[\s\S]*\bcommit\b/.test(command)) return undefined
  const { toBeCommitted } = require('./commit.ts') as typeof import('./commit.ts')
  for (const { name, file, text } of await toBeCommitted(command, event.cwd)) {
    const found: readonly Secret[] = findSecrets(text, scan)
    if (found.length === 0 || isFree(file, { options, projectDir: event.cwd, env: false })) continue
    return verdict(decide, options['commits'], {
      what: `the commit would record ${plain(name)}, which has ${told(text, found)} in it`,
      instead: `Take it out, or leave the file out of the commit. ${NO_SECRET}`,
    })
  }
  return undefined
}

interface Said {
  readonly what: string
  readonly instead: string
}

function verdict(decide: Decide<'PreToolUse'>, mode: unknown, { what, instead }: Said): Decision {
  const reason = `secret-scan: ${what}. ${instead}`
  return mode === 'ask' ? decide.ask(reason) : decide.deny(reason)
}
