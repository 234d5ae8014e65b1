import { lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import type { Call } from '../shell/call.ts'
import { HOLE, known, shown, type Text } from '../shell/text.ts'
import type { Found } from './rule.ts'
import { isSecret } from './secret-paths.ts'
import { zoneOf } from './zones.ts'

const OWN = /^(?:localhost|127\.[\d.]+|::1|\[::1\])(?::\d+)?$/

// A folder that everybody in the network can read while the server runs.
function served(folder: Text, address: string | undefined, call: Call): Found | undefined {
  if (call.scope.elsewhere || (address !== undefined && OWN.test(address))) return undefined
  const zone = zoneOf(folder, call.scope)
  const path = folder.text.replace(/(?<=.)\/+$/, '')
  const wide = zone === 'root' || zone === 'home' || path === '/etc'
  if (!wide && !isSecret({ ...folder, text: path }, call.scope)) return undefined
  return {
    group: 'secrets',
    rule: 'serve',
    verdict: 'ask',
    harm: `lets everybody in the network read ${shown(folder.text)}`,
    safer: 'serve the one folder that is meant, at 127.0.0.1',
  }
}

function here({ scope }: Call): Text {
  return known(scope.cwd ?? HOLE)
}

const PYTHON = spec('m: W: X: d: b: p: directory= bind= protocol= cgi')

// `python -m http.server`
function python(call: Call): Found | undefined {
  const at = call.args.findIndex(({ text }) => text === '-m')
  if (at < 0 || !/^(?:http\.server|SimpleHTTPServer)$/.test(call.args[at + 1]?.text ?? '')) return undefined
  const parsed = parseOptions(call.args.slice(at + 2), PYTHON)
  return served(lastValue(parsed, 'd', 'directory') ?? here(call), lastValue(parsed, 'b', 'bind')?.text, call)
}

// `php -S address -t folder`
function php(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('S: t: d: c: n'))
  const address = lastValue(parsed, 'S')?.text
  return address === undefined ? undefined : served(lastValue(parsed, 't') ?? here(call), address, call)
}

// `ruby -run -e httpd folder`
function ruby(call: Call): Found | undefined {
  const at = call.args.findIndex(({ text }) => text === 'httpd')
  if (at < 1 || !call.args.some(({ text }) => text === '-run')) return undefined
  const parsed = parseOptions(call.args.slice(at + 1), spec('p: b: port= bind-address='))
  return served(parsed.rest[0] ?? here(call), lastValue(parsed, 'b', 'bind-address')?.text, call)
}

const NODE = spec('p: l: a: c: L: S s C n d port= listen= host= address= config=')

function ofNode(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, NODE)
  const address = lastValue(parsed, 'a', 'host', 'address', 'l', 'listen')?.text.replace(/^tcp:\/\//, '')
  return served(parsed.rest[0] ?? here(call), address, call)
}

// `ngrok http file:///folder`
function tunnel(call: Call): Found | undefined {
  const file = call.args.find(({ text }) => text.startsWith('file://'))
  return file && served({ ...file, text: file.text.slice(7) }, undefined, call)
}

/** Servers that show a folder to the network. */
export const part: Part = {
  rules: [
    { programs: 'python python2 python3 py', check: python },
    { programs: 'php', check: php },
    { programs: 'ruby', check: ruby },
    { programs: 'serve http-server live-server', check: ofNode },
    { programs: 'ngrok', check: tunnel },
  ],
}
