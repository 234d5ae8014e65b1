import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

// The JavaScript guards that a Bash call can be shown to. None of their code is part of this repository: packages come
// from npm into the cache folder when they are measured; repositories are measured if a clone of them lies there.

const PACKAGES = { 'cc-safety-net': '2.4.5', 'block-no-verify': '1.3.0', 'ecc-universal': '2.0.0' }

/** Entries as their documentation or plugin gives them, without npx or npm exec, which cost ten times as much. */
const PEERS = [
  {
    name: 'cc-safety-net 2.4.5',
    at: 'node_modules/cc-safety-net',
    entry: (root) => `node "${root}/dist/bin/cc-safety-net.js" hook --claude-code`,
  },
  {
    name: 'block-no-verify 1.3.0',
    at: 'node_modules/block-no-verify',
    entry: (root) => `node "${root}/dist/cli.js"`,
  },
  {
    name: 'ecc-universal 2.0.0, Bash preflight',
    at: 'node_modules/ecc-universal',
    entry: entryInPlugin,
  },
  {
    name: 'claude-code-command-guard',
    at: 'Yodaisgaming/claude-code-command-guard',
    entry: (root) => `node "${root}/hooks/destructive-command-guard.js"`,
  },
  {
    name: 'claude-code-hooks, block-dangerous-commands',
    at: 'karanb192/claude-code-hooks',
    entry: (root) => `node "${root}/plugins/block-dangerous-commands/block-dangerous-commands.js"`,
  },
  {
    name: 'claude-code-hooks, guard-pack',
    at: 'karanb192/claude-code-hooks',
    entry: (root) => `node "${root}/plugins/guard-pack/guard-pack.js"`,
  },
  { name: 'claudekit, file-guard', missing: 'not on npm; its repository has to be built' },
]

/** The peers that can be measured here, and for each of the others why it cannot. */
export function findPeers(cache) {
  const folder = path.join(cache, 'peers')
  installPackages(folder)
  const here = []
  const missing = []
  for (const { name, at, entry, missing: why } of PEERS) {
    const root = at && path.join(folder, at)
    if (root && existsSync(root)) here.push({ name, entry: entry(root), env: { CLAUDE_PLUGIN_ROOT: root } })
    else missing.push({ name, why: why ?? `no clone of github.com/${at} in ${path.join(folder, at)}` })
  }
  return { here, missing }
}

function installPackages(folder) {
  mkdirSync(folder, { recursive: true })
  const description = JSON.stringify({ private: true, dependencies: PACKAGES })
  const file = path.join(folder, 'package.json')
  const done = existsSync(path.join(folder, 'node_modules')) && readFileSync(file, 'utf8') === description
  if (done) return
  writeFileSync(file, description)
  try {
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: 'ignore',
      shell: process.platform === 'win32',
    })
  } catch {
    // Without a registry the peers count as missing; the rest of the benchmark needs none.
  }
}

/** The command of the first Bash entry in the plugin's own list of hooks. */
function entryInPlugin(root) {
  const { hooks } = JSON.parse(readFileSync(path.join(root, 'hooks', 'hooks.json'), 'utf8'))
  return hooks.PreToolUse.find(({ matcher }) => matcher === 'Bash').hooks[0].command
}
