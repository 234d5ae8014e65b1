#!/usr/bin/env node
// A team's way with its own registry, shown: a pack is published to a real Verdaccio on this machine and installed from
// it. Prints each command and what it really said. Touches nothing outside of one temporary folder.
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startVerdaccio } from './verdaccio.mjs'

const cli = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'run.cjs')
const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-demo-')))
const inScratch = (...parts) => path.join(scratch, ...parts)
const home = inScratch('home')

const env = {
  PATH: process.env.PATH,
  SystemRoot: process.env.SystemRoot,
  HOME: home,
  USERPROFILE: home,
  // What npm prints of its own is its to choose; a demonstration needs no more than its result.
  npm_config_loglevel: 'error',
}

/** Runs `hooks` in a folder of the scratch, prints the command and its output, and gives its exit status. */
function hooks(folder, ...args) {
  console.log(`\n${folder} $ hooks ${args.join(' ')}`)
  // Both into one file, so that the lines are in the order in which a terminal would show them.
  const output = openSync(inScratch('output'), 'w')
  const options = { cwd: inScratch(folder), env, stdio: ['ignore', output, output] }
  const { status } = spawnSync(process.execPath, [cli, ...args], options)
  closeSync(output)
  process.stdout.write(shortened(readFileSync(inScratch('output'), 'utf8')))
  return status
}

/** Runs `hooks`, which must succeed. */
function done(folder, ...args) {
  const status = hooks(folder, ...args)
  if (status !== 0) throw new Error(`hooks ${args.join(' ')} ended with status ${status}`)
}

/** Runs `hooks`, which must refuse. */
function refused(folder, ...args) {
  const status = hooks(folder, ...args)
  if (status !== 1) throw new Error(`hooks ${args.join(' ')} ended with status ${status}, and not with 1`)
}

/** Without the name of the scratch folder, which says nothing. */
function shortened(text) {
  return text.replaceAll(scratch, '…')
}

function write(file, content) {
  mkdirSync(path.dirname(inScratch(file)), { recursive: true })
  writeFileSync(
    inScratch(file),
    typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
  )
}

/** Writes the sources of the team's guard, in a version; `network` is what it says it talks to. */
function writeGuard(version, network = []) {
  write('guard/package.json', {
    name: '@acme/guard',
    version,
    description: 'Refuses pushes to main.',
    license: 'UNLICENSED',
    keywords: ['hookpack'],
    files: ['dist', 'hooks.json'],
  })
  write('guard/hooks.json', {
    hooks: [
      {
        id: 'guard',
        event: 'PreToolUse',
        tools: ['Bash'],
        handler: { module: 'dist/guard.cjs' },
        failure: 'block',
        description: 'Refuses pushes to main.',
      },
    ],
    permissions: { network, reads: [], writes: [], runs: [] },
  })
  write(
    'guard/dist/guard.cjs',
    `module.exports = (event, decide) =>
  /\\bgit push\\b.*\\bmain\\b/.test(event.tool_input.command)
    ? decide.deny('Push a branch of your own instead.')
    : undefined
`,
  )
}

/** Writes the team's pack: the guard, and a first-party one with an option. */
function writeTeam() {
  write('team/package.json', {
    name: '@acme/hooks',
    version: '1.0.0',
    description: 'What everybody at Acme has.',
    license: 'UNLICENSED',
    keywords: ['hookpack'],
    files: ['hooks.json'],
  })
  write('team/hooks.json', {
    packs: {
      '@acme/guard': '^1.0.0',
      'block-dangerous-bash': { version: '^1.0.0', options: { groups: { git: 'ask' } } },
    },
  })
}

function step(what) {
  console.log(`\n# ${what}`)
}

let registry
try {
  registry = await startVerdaccio(inScratch('registry'))
  console.log(`# a registry of our own, ${registry.url}`)
  write('home/.npmrc', registry.npmrc)
  mkdirSync(inScratch('project/.claude'), { recursive: true })

  step('publish a guard, and a team pack that brings it together with others')
  writeGuard('1.0.0')
  writeTeam()
  done('guard', 'publish', '--yes')
  refused('guard', 'publish', '--yes')
  done('team', 'publish', '--yes')

  step('one command for the whole team, with a token from the user configuration')
  done('project', 'add', '@acme/hooks', '--yes')
  done('project', 'list')

  step('later: a new version, which wants more than the one that was agreed to')
  writeGuard('1.1.0', ['hooks.acme.example'])
  done('guard', 'publish', '--yes')
  refused('project', 'outdated')
  refused('project', 'update', '--yes')
  done('project', 'update', '--yes', '--allow-wider')

  step('it was not better')
  done('project', 'rollback', '--yes')

  step('a second clone, in which the packs were not committed')
  cpSync(inScratch('project/.claude'), inScratch('clone/.claude'), { recursive: true })
  rmSync(inScratch('clone/.claude/hookpack/packs'), { recursive: true })
  done('clone', 'install', '--frozen', '--yes')

  step('the registry is gone')
  await registry.stop()
  rmSync(inScratch('clone/.claude/hookpack/packs'), { recursive: true })
  done('clone', 'install', '--frozen', '--yes', '--offline')
  refused('clone', 'add', '@acme/other', '--yes', '--offline')
} finally {
  await registry?.stop()
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 })
}
