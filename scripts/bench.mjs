#!/usr/bin/env node
// Whole-process times as ratios over `node -e 0`, in pairs that run right after each other, in random order.
// Every figure is the median of the pairs; milliseconds are for orientation only.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const rounds = process.argv.includes('--quick') ? 15 : 60
const cli = path.join(root, 'bin', 'run.cjs')
const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-bench-'))
const project = path.join(scratch, 'project')
mkdirSync(path.join(project, '.claude'), { recursive: true })
mkdirSync(path.join(scratch, 'home'))
writeFileSync(path.join(project, '.claude', 'settings.json'), '{}\n')

// NODE_EXTRA_CA_CERTS is left out: it costs every Node 20 process as much again as its whole start.
const env = { PATH: process.env.PATH, HOME: path.join(scratch, 'home'), CLAUDE_PROJECT_DIR: project }

/** Runs a command to its end with `input` on a pipe; gives milliseconds. Throws when it fails. */
function time([command, ...args], input = '') {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint()
    const child = spawn(command, args, { cwd: project, env, stdio: ['pipe', 'pipe', 'pipe'] })
    let errors = ''
    child.stdout.resume()
    child.stderr.on('data', (chunk) => {
      errors += chunk
    })
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.on('close', (status) => {
      if (status === 0) resolve(Number(process.hrtime.bigint() - start) / 1e6)
      else reject(new Error(`${command} ${args.join(' ')} ended with ${status}: ${errors}`))
    })
  })
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

const payload = (command) =>
  JSON.stringify({
    session_id: 'bench',
    transcript_path: '/tmp/bench.jsonl',
    cwd: project,
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command },
    tool_use_id: 'bench',
  })

try {
  await time([process.execPath, cli, 'add', 'block-dangerous-bash', '--yes'])
  const settings = JSON.parse(readFileSync(path.join(project, '.claude', 'settings.json'), 'utf8'))
  const entry = settings.hooks.PreToolUse[0].hooks[0].command
  const empty = path.join(scratch, 'empty')
  const runtime = path.join(project, '.claude', 'hookpack')
  cpSync(runtime, empty, { recursive: true })
  writeFileSync(path.join(empty, 'handler.cjs'), 'module.exports = () => undefined\n')
  const hook = {
    event: 'PreToolUse',
    module: 'handler.cjs',
    pack: '.',
    options: {},
    failure: 'block',
    timeout: 10,
  }
  writeFileSync(
    path.join(empty, 'table.json'),
    JSON.stringify({ version: 1, hooks: { 'empty/guard': hook } }),
  )

  const node = process.execPath
  const cases = [
    { name: 'hooks list', command: [node, cli, 'list'], most: 1.35 },
    { name: 'hooks --version', command: [node, cli, '--version'], most: 1.35 },
    { name: 'hooks --help', command: [node, cli, '--help'], most: 4.5 },
    { name: 'hooks search', command: [node, cli, 'search'], most: 7 },
    {
      name: 'runtime, empty handler',
      command: [node, path.join(empty, 'runtime.cjs'), 'empty/guard'],
      input: payload('ls'),
      most: 1.2,
    },
    {
      name: 'guard, `ls` (with its shell)',
      command: ['/bin/sh', '-c', entry],
      input: payload('ls'),
      most: 1.35,
    },
    {
      name: 'guard, `rm -rf ~` (with its shell)',
      command: ['/bin/sh', '-c', entry],
      input: payload('rm -rf ~'),
      most: 2.2,
    },
  ]
  const pairs = new Map(cases.map((one) => [one.name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const one of [...cases].sort(() => Math.random() - 0.5)) {
      const before = await time([node, '-e', '0'])
      const own = await time(one.command, one.input)
      if (round > 1) pairs.get(one.name).push({ own, ratio: own / before })
    }
  }
  console.log(`node ${process.version}, ${rounds - 2} pairs each; x = median of ratios over \`node -e 0\`\n`)
  console.log(`${'process'.padEnd(38)}${'x'.padStart(6)}${'ms'.padStart(8)}${'at most'.padStart(10)}`)
  let missed = 0
  for (const { name, most } of cases) {
    const ratio = median(pairs.get(name).map((pair) => pair.ratio))
    const ms = median(pairs.get(name).map((pair) => pair.own))
    if (ratio > most) missed++
    console.log(
      `${name.padEnd(38)}${ratio.toFixed(2).padStart(6)}${ms.toFixed(1).padStart(8)}${most.toFixed(2).padStart(10)}${ratio > most ? '  MISSED' : ''}`,
    )
  }
  if (missed > 0) process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
