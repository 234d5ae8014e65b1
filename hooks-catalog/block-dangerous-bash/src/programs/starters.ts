import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import type { Call, Handler } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { readFile } from '../shell/files.ts'
import { has, isKnown, join, known, Taint, type Text, unknown } from '../shell/text.ts'
import { machines } from './machines.ts'
import { fd, find, parallel, xargs } from './many.ts'
import { runShell, shells } from './shells.ts'
import { command, container, env, ssh } from './special.ts'
import { wrapperTable } from './wrappers.ts'

/** Programs that start other programs. */
export const part: Part = {
  starts: new Map<string, Handler>([
    ...wrapperTable,
    ...shells,
    ['at', later],
    ['batch', later],
    ['command', command],
    ['env', env],
    ['ssh', ssh],
    ...machines,
    ['docker-compose', container],
    ['docker', container],
    ['podman', container],
    ['nerdctl', container],
    ['kubectl', container],
    ['oc', container],
    ['xargs', xargs],
    ['parallel', parallel],
    ['rush', parallel],
    ['make', make],
    ['gmake', make],
    ['crontab', crontab],
    ['invoke-expression', evaluate],
    ['find', find],
    ['gfind', find],
    ['fd', fd],
    ['fdfind', fd],
  ]),
}

const MAKE = spec('f: C: I: j: l: o: W: file= makefile= directory= eval= n k s i B q t')

// The recipes of a makefile that the line itself writes.
function make(call: Call): Text {
  const parsed = parseOptions(call.args, MAKE)
  if (any(parsed, 'n', 'q', 't', 'just-print', 'dry-run')) return known('')
  const given = lastValue(parsed, 'f', 'file', 'makefile')
  const text = given?.text === '-' ? call.stdin : readFile(given ?? known('Makefile'), call.scope, true)
  if (has(text, Taint.download)) return runCode(text, call)
  const recipes = isKnown(text) ? text.text.split('\n').filter((line) => /^\t|^\S.*:.*;/.test(line)) : []
  for (const recipe of recipes.slice(0, MOST_LINES)) {
    const line = recipe.replace(/^[^\t]*?:.*?;|^\t/, '').replace(/^[\s@+-]+/, '')
    runCode({ ...text, text: line.replaceAll('$$', '$') }, call)
  }
  return unknown()
}

const MOST_LINES = 100
const TIMES = /^\s*(?:@\w+|(?:[\d*,/A-Za-z-]+\s+){4}[\d*,/A-Za-z-]+)\s+/

// `crontab -`: the lines of its input run later.
function crontab(call: Call): Text {
  const file = call.args.find((arg) => !arg.text.startsWith('-') || arg.text === '-')
  if (!file) return known('')
  const text = file.text === '-' ? call.stdin : readFile(file, call.scope, true)
  if (has(text, Taint.download)) return runCode(text, call)
  const lines = isKnown(text) ? text.text.split('\n').filter((line) => TIMES.test(line)) : []
  for (const line of lines.slice(0, MOST_LINES)) runCode({ ...text, text: line.replace(TIMES, '') }, call)
  return known('')
}

// What PowerShell calls `eval`.
function evaluate(call: Call): Text {
  return runCode(call.args.length > 0 ? join(call.args, ' ') : call.stdin, call)
}

// `at` and `batch` run their input in a shell, only later.
function later(call: Parameters<Handler>[0]): ReturnType<Handler> {
  return runShell({ ...call, args: [] })
}
