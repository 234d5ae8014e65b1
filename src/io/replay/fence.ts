// Loaded in the process that calls handlers. Node's permission model already refuses programs and most of what writes
// there; what is here names what was wanted, and refuses connections, signals, and what writes files past that model.
import childProcess from 'node:child_process'
import { Socket as DatagramSocket } from 'node:dgram'
import dns from 'node:dns'
import module, { syncBuiltinESMExports } from 'node:module'
import net, { Server, Socket } from 'node:net'
import traceEvents from 'node:trace_events'
import v8 from 'node:v8'
import type { Refused } from './protocol.ts'

type Method = (...args: unknown[]) => unknown

/** Refuses programs, connections and writers of files from now on. Gives a function that tells what was asked for since it was last asked. */
export function fence(): () => readonly Refused[] {
  const seen = new Set<Refused>()
  const refusal = (what: Refused): Error => {
    seen.add(what)
    return Object.assign(new Error(`no ${what} in a backtest`), { code: 'ERR_ACCESS_DENIED' })
  }
  // Not an arrow function: some of these are called with `new`.
  const refusing = (what: Refused): Method =>
    function refuse() {
      throw refusal(what)
    }
  refusePrograms(refusing('program'))
  refuseFiles(refusing('file'))
  refuseNames(refusing('network'))
  // A connection that cannot be made is an event, as without a network.
  const connect = function (this: Socket): Socket {
    return this.destroy(refusal('network'))
  }
  Object.assign(Socket.prototype, { connect })
  const fail = function (this: Server | DatagramSocket): unknown {
    const error = refusal('network')
    process.nextTick(() => this.emit('error', error))
    return this
  }
  Object.assign(DatagramSocket.prototype, { send: fail, bind: fail, connect: fail })
  Object.assign(Server.prototype, { listen: fail, _listen2: fail })
  Object.assign(net, { _createServerHandle: refusing('network') })
  syncBuiltinESMExports()
  return () => {
    const all = [...seen]
    seen.clear()
    return all
  }
}

/** Replaces the functions that an object has under these names. */
function replace(object: object, names: readonly string[], refuse: Method): void {
  const methods = object as Record<string, Method | undefined>
  for (const name of names) if (typeof methods[name] === 'function') methods[name] = refuse
}

/** Signals too: one of them makes a Node process listen for a debugger. */
function refusePrograms(refuse: Method): void {
  const starting = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']
  replace(childProcess, starting, refuse)
  replace(process, ['kill', '_kill', '_debugProcess', 'execve'], refuse)
}

/** Each of these writes where it likes, which the permission model of some Node does not see. */
function refuseFiles(refuse: Method): void {
  replace(v8, ['setFlagsFromString', 'writeHeapSnapshot', 'setHeapSnapshotNearHeapLimit'], refuse)
  replace(traceEvents, ['createTracing'], refuse)
  replace(module, ['enableCompileCache'], refuse)
  // A report is written to the folder that it has been told, also when the process fails.
  const report = { writeReport: refuse, getReport: refuse }
  Object.defineProperty(process, 'report', { value: report })
  const sqlite: object | undefined = process.getBuiltinModule('node:sqlite')
  if (sqlite) replace(sqlite, ['DatabaseSync', 'backup'], refuse)
}

/** A name that is looked up is told to whoever answers for it. */
function refuseNames(refuse: Method): void {
  const asking = (object: object): readonly string[] =>
    Object.getOwnPropertyNames(object).filter((name) => /^(?:lookup|resolve|reverse)/.test(name))
  const all = [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]
  for (const object of all) replace(object, asking(object), refuse)
  // The methods that all of them have are those of a class that has no name of its own.
  for (const { prototype } of [dns.Resolver, dns.promises.Resolver]) {
    const above: unknown = Object.getPrototypeOf(prototype)
    if (above !== null && above !== Object.prototype)
      replace(above as object, asking(above as object), refuse)
  }
}
