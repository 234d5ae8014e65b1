import { allValues, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { join, known } from '../shell/text.ts'
import type { Rule } from './rule.ts'

const HEROKU = spec('a: app= r: remote= c: command=')

// `heroku pg:psql -c` gives a statement to the database of the application.
function heroku(call: Call): undefined {
  const parsed = parseOptions(call.args, HEROKU)
  if (parsed.rest[0]?.text !== 'pg:psql') return undefined
  const words = allValues(parsed, 'c', 'command').flatMap((sql) => [known('-c'), sql])
  dispatch([known('psql'), ...words], distant(call).scope, call.stdin)
  return undefined
}

const RAILWAY = spec('s: service= e: environment= p: project=')

// `railway run` starts a program here with the variables of the platform, `railway ssh` one over there.
function railway(call: Call): undefined {
  const [verb, ...rest] = parseOptions(call.args, RAILWAY, true).rest
  const command = parseOptions(rest, RAILWAY, true).rest
  if (verb?.text === 'run') dispatch(command, subshell(call.scope), call.stdin)
  if (verb?.text === 'ssh') runCode(join(command, ' '), distant(call))
  return undefined
}

const LOGIN = spec('ssh-command= scripts= n: name= g: resource-group= command-id=')

// A login on another machine whose command is the value of an option.
function login(call: Call): undefined {
  const parsed = parseOptions(call.args, LOGIN)
  for (const code of allValues(parsed, 'ssh-command', 'scripts')) runCode(code, distant(call))
  return undefined
}

const AWS = spec(
  'command= parameters= cluster= task= container= region= profile= document-name= targets= instance-ids=',
)

// `aws ecs execute-command` and `aws ssm send-command`.
function aws(call: Call): undefined {
  const parsed = parseOptions(call.args, AWS)
  if (!parsed.rest.some(({ text }) => /^(?:execute-command|send-command)$/.test(text))) return undefined
  for (const code of allValues(parsed, 'command')) runCode(code, distant(call))
  for (const { text } of allValues(parsed, 'parameters'))
    for (const [, line = ''] of text.matchAll(/["'[=]([^"'[\]=]+)["'\]]/g))
      runCode(known(line), distant(call))
  return undefined
}

function distant(call: Call): Call {
  return { ...call, scope: subshell(call.scope, { cwd: undefined, elsewhere: true }) }
}

/** Clients of clouds that start programs elsewhere. */
export const cloudRuns: readonly Rule[] = [
  { programs: 'heroku', check: heroku },
  { programs: 'railway', check: railway },
  { programs: 'doctl az', check: login },
  { programs: 'aws', check: aws },
]
