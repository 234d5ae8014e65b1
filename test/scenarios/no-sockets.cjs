'use strict'
// Loaded before the program, and before every Node program that it starts: writes down whatever goes to the network, one
// line each, in the file SOCKETS. Programs that are not Node are written down as a whole: what they open is not seen.
const childProcess = require('node:child_process')
const dgram = require('node:dgram')
const dns = require('node:dns')
const { appendFileSync } = require('node:fs')
const net = require('node:net')
const path = require('node:path')

const note = (what) => appendFileSync(process.env.SOCKETS, `${what}\n`)

const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args
  note(`connect ${first?.path ?? `${first?.host ?? ''}:${first?.port ?? first}`}`)
  return connect.apply(this, args)
}

for (const holder of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  for (const name of Object.getOwnPropertyNames(holder).filter((one) =>
    /^(lookup|resolve|reverse)/.test(one),
  )) {
    const real = holder[name]
    holder[name] = function (...args) {
      note(`${name} ${args[0]}`)
      return real.apply(this, args)
    }
  }

const { createSocket } = dgram
dgram.createSocket = (...args) => {
  note('datagrams')
  return createSocket(...args)
}

for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'exec', 'execSync', 'fork']) {
  const real = childProcess[name]
  childProcess[name] = (file, ...rest) => {
    if (path.basename(String(file)).replace(/\.exe$/, '') !== 'node' && name !== 'fork')
      note(`${name} ${file}`)
    return real(file, ...rest)
  }
}
