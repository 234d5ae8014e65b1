import { VARIABLES } from '../validate/touch-words.ts'
import type { Examination, ExaminedHook } from './examination.ts'
import { atHandler, inCode, isMendable, isOurs } from './hits.ts'
import { relativeFix } from './relative-fix.ts'
import type { Hit, Rule } from './rule.ts'
import { simpleCommands } from './shell-line.ts'
import { signsIn, stdinSign } from './signs.ts'
import { FAILS_OPEN, START_RULES, scripts } from './start-rules.ts'

const FOREIGN =
  /^CLAUDE_(?:TOOL_\w+|FILE_PATHS?|FILE|HOOK_\w+|EVENT\w*|USER_PROMPT|PROMPT|SESSION_ID|TRANSCRIPT\w*|NOTIFICATION\w*|COMMAND|MESSAGE|CWD)$/

const WITH_ENV_FILE = new Set(['SessionStart', 'Setup', 'CwdChanged', 'FileChanged'])

/** Variables that old guides know and no client sets. */
function unknownVariables(one: ExaminedHook): readonly Hit[] {
  return one.codes.flatMap((code) => {
    if (code.inPack) return []
    const readsStdin = code.file !== undefined && stdinSign(code) !== undefined
    const assigned = new Set(signsIn(code, /(?:^|[\s;&|(])([A-Za-z_]\w*)=/gm).map(({ word }) => word))
    const seen = new Set<string>()
    return signsIn(code, VARIABLES[code.language])
      .filter(
        ({ word, offset }) =>
          // A script may set it itself; with stdin read as well, it may be a second try.
          isUnknown(word, one.hook.event) &&
          !assigned.has(word) &&
          !(readsStdin && isSecondTry(code.text, offset)) &&
          !seen.has(word) &&
          seen.add(word),
      )
      .map(({ word, offset }) =>
        inCode(one, code, offset, {
          says: `no client sets \`${word}\`${word === 'CLAUDE_ENV_FILE' ? ` on ${one.hook.event}` : ''}: it is empty here`,
          how: instead(word),
          ...(readsStdin
            ? { why: 'what comes from it is nothing; the event comes on stdin, which this reads' }
            : {}),
        }),
      )
  })
}

/** True where something else stands in for a variable that is empty, or where it is asked for. */
function isSecondTry(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  const line = text.slice(start, end === -1 ? undefined : end)
  return /:[-=+]|\|\||\?\?|\bor\b|\s-[nz]\s|\bif\b|(?:getenv|\.get)\([^()]*,/.test(line)
}

function isUnknown(name: string, event: string): boolean {
  return FOREIGN.test(name) || (name === 'CLAUDE_ENV_FILE' && !WITH_ENV_FILE.has(event))
}

function instead(name: string): string {
  if (name === 'CLAUDE_SESSION_ID') return 'read CLAUDE_CODE_SESSION_ID, or `session_id` from stdin'
  if (/FILE/.test(name)) return "read it from stdin: jq -r '.tool_input.file_path'"
  if (/NAME/.test(name)) return "read it from stdin: jq -r '.tool_name'"
  return 'read the event from stdin: it is one JSON object'
}

function notExpanded(one: ExaminedHook): readonly Hit[] {
  const { handler, source } = one.hook
  const { command, args } = handler
  if (typeof command !== 'string' || isOurs(one)) return []
  const plugin = /\$\{CLAUDE_PLUGIN_(?:ROOT|DATA)\}/.exec(
    [command, ...(Array.isArray(args) ? args : [])].join(' '),
  )
  const inSettings = ['user', 'project', 'local', 'managed'].includes(source.kind)
  const said = inSettings && plugin ? [`\`${plugin[0]}\` is known in plugins only`] : []
  const found = Array.isArray(args) ? inExecForm([command, ...args.map(String)]) : inQuotes(command)
  return [...said, ...found].map((says) => atHandler(one, 'command', { says }))
}

function inExecForm(words: readonly string[]): readonly string[] {
  const bad = words.find((word) => /^~[\\/]|\$(?:CLAUDE_PROJECT_DIR|HOME\b|\{HOME\})/.test(word))
  return bad === undefined
    ? []
    : [`with \`args\` there is no shell: \`${bad.slice(0, 60)}\` stays as it is written`]
}

function inQuotes(command: string): readonly string[] {
  const words = simpleCommands(command).flatMap(({ words }) =>
    words.filter(
      ({ literalDollar, text }, at) =>
        literalDollar &&
        /^\$\{?(?:CLAUDE_PROJECT_DIR|HOME)\}?[\\/]/.test(text) &&
        !/^-\w*[ce]$/.test(words[at - 1]?.text ?? ''),
    ),
  )
  return words.map(
    ({ text }) =>
      `the shell leaves \`${text.slice(0, 60)}\` as it is written: it stands between single quotes`,
  )
}

function relativePaths(one: ExaminedHook, { called }: Examination): readonly Hit[] {
  if (isOurs(one)) return []
  return scripts(one).flatMap(({ script }) => {
    if (!script.relative) return []
    const fix =
      isMendable(one) && called.get(script.file)?.kind === 'file'
        ? relativeFix(one.hook, script.written)
        : undefined
    return [
      atHandler(one, 'command', {
        says: `\`${script.written}\` is looked for in the folder that the session is in`,
        ...(fix ? { fix, how: `write ${JSON.stringify(fix.value)}` } : {}),
      }),
    ]
  })
}

const NOT_IN_SH: readonly (readonly [RegExp, string])[] = [
  [/(?:^|[\s;&|(!])\[\[\s/, '[['],
  [/<<</, '<<<'],
  [/<\(/, '<('],
  [/(?:^|[;&|(]\s*)source\s/, 'source'],
]

function notInSh(one: ExaminedHook, { hasModes }: Examination): readonly Hit[] {
  const { command, args, shell } = one.hook.handler
  if (!hasModes || typeof command !== 'string' || Array.isArray(args) || shell === 'powershell') return []
  const bareCommand = command.replace(/'[^']*'/g, "''")
  return NOT_IN_SH.filter(([pattern]) => pattern.test(bareCommand)).map(([, word]) =>
    atHandler(one, 'command', { says: `\`${word}\` is of bash, and the command is run by /bin/sh` }),
  )
}

const each =
  (find: (one: ExaminedHook, examination: Examination) => readonly Hit[]) =>
  (examination: Examination): readonly Hit[] =>
    examination.hooks.flatMap((one) => find(one, examination))

/** Commands that do not start what they seem to. */
export const COMMAND_RULES: readonly Rule[] = [
  {
    id: 'unknown-variable',
    level: 'error',
    why: 'tool and input are not in the environment, so the hook works on nothing',
    how: 'read the event from stdin',
    find: each(unknownVariables),
  },
  {
    id: 'variable-not-expanded',
    level: 'error',
    why: FAILS_OPEN,
    how: 'write "$CLAUDE_PROJECT_DIR"/… between double quotes; with `args`, the name in braces',
    find: each(notExpanded),
  },
  {
    id: 'relative-path',
    level: 'warning',
    why: 'that folder follows `cd`: after one the script is not found',
    how: 'begin it with "$CLAUDE_PROJECT_DIR"/',
    find: each(relativePaths),
  },
  ...START_RULES,
  {
    id: 'not-in-sh',
    level: 'warning',
    why: 'where /bin/sh is dash (Debian, Ubuntu) it is an error; some end with 2, which blocks everything',
    how: 'put it into a script with #!/bin/bash, or write it for sh',
    find: each(notInSh),
  },
]
