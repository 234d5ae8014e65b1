import { withoutSecrets } from '../secrets.ts'

/** The arguments of a Node process that works off the queue of a scope. */
export function drainArgs(root: string): readonly string[] {
  return [`${root}/runtime.cjs`, '--drain']
}

/** Starts a process that works off the queue and that nobody waits for. */
export function startDrain(root: string, env: Readonly<Record<string, string | undefined>>): void {
  const { spawn } = process.getBuiltinModule('node:child_process')
  const child = spawn(process.execPath, drainArgs(root), {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    cwd: root,
    env: withoutSecrets(env),
  })
  child.on('error', () => undefined) // The jobs wait for the next event.
  child.unref()
}
