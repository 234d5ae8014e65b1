import type { Part } from '../parts.ts'
import type { Handler } from '../shell/call.ts'
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
    ['docker', container],
    ['podman', container],
    ['nerdctl', container],
    ['kubectl', container],
    ['oc', container],
    ['xargs', xargs],
    ['parallel', parallel],
    ['find', find],
    ['gfind', find],
    ['fd', fd],
    ['fdfind', fd],
  ]),
}

// `at` and `batch` run their input in a shell, only later.
function later(call: Parameters<Handler>[0]): ReturnType<Handler> {
  return runShell({ ...call, args: [] })
}
