import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A program and its arguments. */
export type Started = readonly [program: string, args: readonly string[]]

// An overlay, so that the rest of /etc stays what it is; `exec` leaves the program where a test can end it.
const MOUNTED =
  'mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1,workdir=$2" /etc && shift 2 && exec "$@"'

/**
 * The same program, started where `/etc/claude-code` has these files (by their names in it). It is a mount namespace of
 * its own over a scratch folder: nothing of the machine is written, and nobody else sees it.
 */
export function withManaged(
  [program, args]: Started,
  scratch: string,
  files: Readonly<Record<string, string>>,
): Started {
  const [upper, work] = [path.join(scratch, 'etc'), path.join(scratch, 'etc-work')]
  for (const folder of [upper, work]) mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(upper, 'claude-code', name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return ['unshare', ['-rm', 'sh', '-c', MOUNTED, 'sh', upper, work, program, ...args]]
}

/** Whether this machine lets us: Linux, with namespaces for users who are not its administrator. */
export function mayMount(scratch: string): boolean {
  if (process.platform !== 'linux') return false
  const [program, args] = withManaged(['true', []], scratch, {})
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}
