// Loaded in the process that calls handlers. Node's permission model already refuses programs and files there; what is
// here names what was wanted, and refuses connections, which that model does not do on every Node.
import childProcess from 'node:child_process'
import { Socket as DatagramSocket } from 'node:dgram'
import { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'
import type { Refused } from './protocol.ts'

type Method = (...args: unknown[]) => unknown

/** Refuses programs and connections from now on. Gives a function that tells what was asked for since it was last asked. */
export function fence(): () => readonly Refused[] {
  const seen = new Set<Refused>()
  const refusal = (what: Refused): Error => {
    seen.add(what)
    return Object.assign(new Error(`no ${what} in a backtest`), { code: 'ERR_ACCESS_DENIED' })
  }
  const refuse = (): never => {
    throw refusal('program')
  }
  const programs = childProcess as unknown as Record<string, Method>
  for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'])
    programs[name] = refuse
  syncBuiltinESMExports()
  // A connection that cannot be made is an event, as without a network.
  const connect = function (this: Socket): Socket {
    return this.destroy(refusal('network'))
  }
  Object.assign(Socket.prototype, { connect })
  const send = function (this: DatagramSocket): void {
    const error = refusal('network')
    process.nextTick(() => this.emit('error', error))
  }
  Object.assign(DatagramSocket.prototype, { send })
  return () => {
    const all = [...seen]
    seen.clear()
    return all
  }
}
