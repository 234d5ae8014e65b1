#!/usr/bin/env node
// The main job, shown: guards a scratch project with a scratch HOME, tries it, and takes it out again.
// Touches nothing outside of one temporary folder.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const cli = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'run.cjs')
const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-demo-'))
const home = path.join(scratch, 'home')
const project = path.join(scratch, 'project')
const settings = path.join(project, '.claude', 'settings.json')
const original = '{\n\t"model": "opus",\n\t"permissions": { "deny": ["Read(.env)"] }\n}'

const env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, SystemRoot: process.env.SystemRoot }

function hooks(...args) {
  console.log(`\n$ hooks ${args.join(' ')}`)
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: project,
    env,
    encoding: 'utf8',
  })
  process.stdout.write(stdout + stderr)
  if (status !== 0) throw new Error(`hooks ${args.join(' ')} ended with status ${status}`)
}

/** Starts the installed entry's own command, as Claude Code does, on a Bash call. */
function tryCommand(command) {
  const entry = JSON.parse(readFileSync(settings, 'utf8')).hooks.PreToolUse[0].hooks[0]
  const event = {
    session_id: 'demo',
    transcript_path: path.join(home, 'transcript.jsonl'),
    cwd: project,
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command },
    tool_use_id: 'demo',
  }
  const options = {
    cwd: project,
    env: { ...env, CLAUDE_PROJECT_DIR: project },
    input: JSON.stringify(event),
    encoding: 'utf8',
    shell: true,
  }
  const { status, stdout, stderr } = spawnSync(entry.command, options)
  if (status !== 0) throw new Error(`the hook ended with status ${status}: ${stderr}`)
  const decision = stdout === '' ? undefined : JSON.parse(stdout).hookSpecificOutput
  console.log(`\nClaude wants to run: ${command}`)
  console.log(
    decision
      ? `  ${decision.permissionDecision}: ${decision.permissionDecisionReason}`
      : '  passed: the hook has no objection',
  )
  return decision?.permissionDecision ?? 'passed'
}

function expect(what, got, wanted) {
  if (got !== wanted) throw new Error(`${what}: expected ${wanted}, got ${got}`)
}

try {
  mkdirSync(path.dirname(settings), { recursive: true })
  mkdirSync(home)
  writeFileSync(settings, original)
  hooks('add', 'block-dangerous-bash', '--yes')
  expect('rm -rf ~', tryCommand('rm -rf ~'), 'deny')
  expect('ls', tryCommand('ls'), 'passed')
  hooks('list')
  hooks('remove', 'block-dangerous-bash', '--yes')
  expect('the settings file', readFileSync(settings, 'utf8'), original)
  console.log('\nThe settings file is byte for byte what it was before.')
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
