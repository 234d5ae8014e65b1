import type { Manifest } from '../../schema/manifest.ts'

type Hook = Manifest['hooks'][number]

/** The pack that `hooks dev` installs beside the author's: it keeps the payloads that the author's hooks are given. */
export const TAP = 'hooks-dev-tap'

/** Bytes that are kept of payloads; when there are more, it begins anew. */
const MOST_KEPT = 1024 * 1024
/** No longer payload is kept. */
const MOST_PAYLOAD = 256 * 1024

/** The files of that pack. `file` is where payloads are kept; nothing is kept when it is not there. */
export function tapFiles(hooks: readonly Hook[], file: string): Readonly<Record<string, string>> {
  return {
    'package.json': jsonOf({
      name: TAP,
      version: '0.0.0',
      description: 'Keeps the payloads of another pack for `hooks dev`, and goes with it.',
      files: ['hooks.json', 'tap.cjs'],
    }),
    'hooks.json': jsonOf({
      hooks: tappedHooks(hooks),
      permissions: { network: [], reads: [], runs: [], writes: [file] },
    }),
    'tap.cjs': codeFor(file),
  }
}

/** True if the pack has hooks whose payloads can be kept: http, prompt and their like never come to our runtime. */
export function canTap(hooks: readonly Hook[]): boolean {
  return tappedHooks(hooks).length > 0
}

/**
 * One hook for each entry that the author's hooks have: what decides about the entry is the same, so that it is shared, and
 * no process more is started.
 */
function tappedHooks(hooks: readonly Hook[]): readonly object[] {
  const entries = new Map<string, object>()
  for (const { event, matcher, tools, if: condition, async, failure, handler } of hooks) {
    if (!('module' in handler || 'script' in handler)) continue
    const like = {
      event,
      ...(matcher === undefined ? {} : { matcher }),
      ...(tools === undefined ? {} : { tools }),
      ...(condition === undefined ? {} : { if: condition }),
      ...(async === undefined ? {} : { async }),
      failure,
    }
    entries.set(JSON.stringify(like), like)
  }
  return [...entries.values()].map((like, index) => ({
    ...{ id: `tap-${index + 1}`, ...like, handler: { module: 'tap.cjs' }, timeout: 5 },
  }))
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function codeFor(file: string): string {
  return `'use strict'
// Made by \`hooks dev\`: keeps what hooks are given for their author to look at. It never decides and never fails.
const fs = require('fs')
const { O_WRONLY, O_APPEND, O_NOFOLLOW = 0 } = fs.constants

module.exports = (event) => {
  try {
    const line = JSON.stringify(event) + '\\n'
    if (line.length > ${MOST_PAYLOAD}) return
    // Not made here: there is such a file only while \`hooks dev\` runs.
    const fd = fs.openSync(${JSON.stringify(file)}, O_WRONLY | O_APPEND | O_NOFOLLOW)
    try {
      if (fs.fstatSync(fd).size > ${MOST_KEPT}) fs.ftruncateSync(fd)
      fs.writeSync(fd, line)
    } finally {
      fs.closeSync(fd)
    }
  } catch {
    // Nobody looks any more.
  }
}
`
}
