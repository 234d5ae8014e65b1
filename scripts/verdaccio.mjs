// A real npm registry on this machine, for tests and demonstrations: Verdaccio in a process and a folder of its own.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)

/** Long enough for a machine that does much else; it is up in a second. */
const START_MS = 60_000

// Port 0: the system chooses a free one, and the child says which. It ends with its parent, however that ends.
const SERVER = `
  process.on('disconnect', () => process.exit())
  require(process.argv[1]).runServer(process.argv[2]).then((server) => {
    server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
  })`

// No uplink: what was not published here does not exist. Packages of a namespace are private.
const CONFIG = {
  storage: './storage',
  auth: { htpasswd: { file: './htpasswd', algorithm: 'bcrypt', rounds: 4 } },
  uplinks: {},
  packages: {
    '@*/*': { access: '$authenticated', publish: '$authenticated', unpublish: '$authenticated' },
    '**': { access: '$all', publish: '$authenticated', unpublish: '$authenticated' },
  },
  log: { type: 'file', path: './verdaccio.log', level: 'http' },
  web: { enable: false },
}

/**
 * Starts a registry that keeps everything in `folder`, and signs up a user. `npmrc` is what that user's .npmrc has to
 * say; `stop` ends the process.
 */
export async function startVerdaccio(folder) {
  mkdirSync(folder, { recursive: true })
  const config = path.join(folder, 'config.yaml')
  writeFileSync(config, JSON.stringify(CONFIG, null, 2)) // JSON is YAML
  const child = spawn(process.execPath, ['-e', SERVER, require.resolve('verdaccio'), config], {
    cwd: folder,
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, HOME: folder, USERPROFILE: folder },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const stop = async () => {
    child.kill()
    await ended
  }
  try {
    const url = `http://127.0.0.1:${await portOf(child)}/`
    const token = await signUp(url, 'tester')
    // What a team publishes itself need not wait: its namespace has a registry of its own.
    const npmrc = `registry=${url}\n@acme:registry=${url}\n${url.replace('http:', '')}:_authToken=${token}\n`
    return { url, token, npmrc, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function portOf(child) {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-2000)
    })
    const timer = setTimeout(() => reject(new Error(`Verdaccio did not start: ${said}`)), START_MS)
    child.once('message', ({ port }) => {
      clearTimeout(timer)
      resolve(port)
    })
    child.once('close', (status) => {
      clearTimeout(timer)
      reject(new Error(`Verdaccio ended with ${status}: ${said}`))
    })
  })
}

/** Makes a user through the registry's own interface, as `npm adduser` does; gives the token. */
async function signUp(url, name) {
  const response = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: `${name}-password`, type: 'user', roles: [] }),
  })
  const { token, error } = await response.json()
  if (token === undefined) throw new Error(`Verdaccio made no user: ${response.status} ${error}`)
  return token
}
