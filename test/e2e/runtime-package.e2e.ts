import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildRuntime } from '../../scripts/build-runtime.mjs'
import { buildRuntimePackage, ENTRIES } from '../../scripts/build-runtime-package.mjs'

const repository = path.resolve(import.meta.dirname, '../..')
const source = path.join(repository, 'src/runtime')
const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-runtime-package-'))
const consumer = path.join(scratch, 'consumer')
const installed = path.join(consumer, 'node_modules/@hookpack/runtime')
const tsc = createRequire(import.meta.url)
  .resolve('typescript/package.json')
  .replace('package.json', 'bin/tsc')
const env = {
  PATH: process.env['PATH'] ?? '',
  HOME: path.join(scratch, 'home'),
  HOOKPACK_STATE_DIR: path.join(scratch, 'state'),
}

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Packs the package as npm publishes it, and installs it where there is nothing else. */
beforeAll(async () => {
  const folder = path.join(scratch, 'package')
  for (const one of [folder, consumer, env.HOME]) mkdirSync(one, { recursive: true })
  for (const name of ['package.json', 'README.md', 'LICENSE'])
    cpSync(path.join(source, name), path.join(folder, name))
  await Promise.all([buildRuntime(path.join(folder, 'dist')), buildRuntimePackage(path.join(folder, 'dist'))])
  const npm = (...args: string[]) => execa('npm', args, { cwd: consumer, env, extendEnv: false })
  const { stdout } = await npm('pack', folder, '--silent')
  writeFileSync(path.join(consumer, 'package.json'), '{"private":true}')
  await npm('install', '--offline', '--no-audit', '--no-fund', `./${stdout.trim()}`)
}, 60_000)

function written(name: string, text: string): string {
  const file = path.join(consumer, name)
  writeFileSync(file, text)
  return file
}

const node = async (file: string): Promise<unknown> =>
  JSON.parse((await execa(process.execPath, [file], { cwd: consumer, env, extendEnv: false })).stdout)

/** All paths in the `exports` of a package. */
function filesIn(exported: unknown): readonly string[] {
  return typeof exported === 'string' ? [exported] : Object.values(exported as object).flatMap(filesIn)
}

describe('the package', () => {
  test('exports each entry with its types, and has everything that it names', () => {
    const described = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'))
    const names = Object.keys(ENTRIES).map((name) => (name === 'index' ? '.' : `./${name}`))
    expect(Object.keys(described.exports)).toEqual([...names, './package.json'])
    for (const file of filesIn(described.exports))
      expect(readFileSync(path.join(installed, file), 'utf8')).not.toBe('')
    expect(described).not.toHaveProperty('dependencies')
    expect(readdirSync(path.join(consumer, 'node_modules'))).toEqual(['.package-lock.json', '@hookpack'])
  })

  test('has what docs/author-helpers.md promises', () => {
    const page = readFileSync(path.join(repository, 'docs/author-helpers.md'), 'utf8')
    const rows = [...page.matchAll(/^\| `@hookpack\/runtime\/([\w-]+)`\s*\| (.*?)\s*\|$/gm)]
    const require = createRequire(path.join(consumer, 'x.cjs'))
    const promised = rows.map(([, name = '', gives = '']) => {
      const names = [...gives.matchAll(/`(\w+)`/g)].map(([, one = '']) => one)
      expect(require(`@hookpack/runtime/${name}`)).toMatchObject(
        Object.fromEntries(names.map((one) => [one, expect.anything()])),
      )
      return name
    })
    expect([...promised, 'index', 'testing'].sort()).toEqual(Object.keys(ENTRIES).sort())
  })

  test('costs nothing to import, and carries the licence of the parser that is in it', () => {
    const text = (name: string): string => readFileSync(path.join(installed, 'dist', name), 'utf8')
    expect(text('index.cjs')).not.toContain('require(')
    expect(text('index.mjs')).not.toMatch(/^import/m)
    for (const name of ['bash.cjs', 'bash.mjs'])
      expect(text(name)).toMatch(/ISC License[\s\S]*Copyright \(c\) Lars Kappert/)
  })
})

const GUARD = `(event, decide) => bashView(event.tool_input.command).commands.some(({ name }) => name === 'rm')
  ? decide.deny('no') : undefined`

const USE = `
  const event = payloadOf('PreToolUse', { tool_input: { command: 'sudo rm x' } })
  const said = ({ decision, reason }) => decision + ' ' + reason
  Promise.all([runCase(guard, event), runHookFile(file, event)]).then(([here, there]) =>
    console.log(JSON.stringify([said(here), said(there), Object.keys(EVENTS).length])))`

describe('a consumer in JavaScript', () => {
  test('may be CommonJS', async () => {
    const guard = written(
      'guard.cjs',
      `const { bashView } = require('@hookpack/runtime/bash')\nmodule.exports = ${GUARD}`,
    )
    const file = written(
      'use.cjs',
      `const { EVENTS } = require('@hookpack/runtime')
      const { payloadOf, runCase, runHookFile } = require('@hookpack/runtime/testing')
      const file = ${JSON.stringify(guard)}, guard = require(file)
      ${USE}`,
    )
    expect(await node(file)).toEqual(['deny no', 'deny no', 33])
  })

  test('may be an ES module', async () => {
    const guard = written(
      'guard.mjs',
      `import { bashView } from '@hookpack/runtime/bash'\nexport default ${GUARD}`,
    )
    const all = Object.keys(ENTRIES).filter((name) => name !== 'index')
    const file = written(
      'use.mjs',
      `import { EVENTS } from '@hookpack/runtime'
      import { payloadOf, runCase, runHookFile } from '@hookpack/runtime/testing'
      import guard from './guard.mjs'
      ${all.map((name) => `import '@hookpack/runtime/${name}'`).join('\n')}
      const file = ${JSON.stringify(guard)}
      ${USE}`,
    )
    expect(await node(file)).toEqual(['deny no', 'deny no', 33])
  })
})

describe('a pack that bundles what it uses', () => {
  test.each(['cjs', 'esm'] as const)('may do so as %s', async (format) => {
    const code = `
      import { bashView } from '@hookpack/runtime/bash'
      import { runCommandSync } from '@hookpack/runtime/command'
      export default (event, decide) =>
        decide.deny(bashView('ls').commands[0].name + runCommandSync('node', ['-p', '1 + 1']).stdout.trim())`
    const guard = path.join(scratch, `bundled.${format === 'cjs' ? 'cjs' : 'mjs'}`)
    await build({
      ...{ stdin: { contents: code, resolveDir: consumer }, outfile: guard, format },
      ...{ bundle: true, platform: 'node', legalComments: 'inline' },
    })
    expect(readFileSync(guard, 'utf8')).toContain('ISC License')
    const use = `
      const { payloadOf, runHookFile } = require('@hookpack/runtime/testing')
      runHookFile(${JSON.stringify(guard)}, payloadOf('PreToolUse'))
        .then(({ decision, reason }) => console.log(JSON.stringify([decision, reason])))`
    expect(await node(written(`bundled-${format}.cjs`, use))).toEqual(['deny', 'ls2'])
  })
})

const TYPED = `
import { type Decide, EVENTS, type EventName, type Handler, type HookEvent } from '@hookpack/runtime'
import { bashView } from '@hookpack/runtime/bash'
import { runCommand } from '@hookpack/runtime/command'
import { editedFiles } from '@hookpack/runtime/edits'
import { gitState } from '@hookpack/runtime/git'
import { oncePerSession } from '@hookpack/runtime/limits'
import { insideProject, pathsOf } from '@hookpack/runtime/paths'
import { redact } from '@hookpack/runtime/redact'
import { updateState } from '@hookpack/runtime/session-state'
import { mayBlockStop } from '@hookpack/runtime/stop-loop'
import { payloadOf, runCase, runHookFile } from '@hookpack/runtime/testing'
import { toolInput } from '@hookpack/runtime/tool-input'

export const guard: Handler<'PreToolUse'> = async (event, decide, { hook, projectDir }) => {
  const input = toolInput(event, 'Bash')
  if (!input) return
  const programs: readonly (string | undefined)[] = bashView(input.command).commands.map(({ name }) => name)
  const branch: string | undefined = (await gitState(event.cwd))?.branch
  const { status } = await runCommand('true', [])
  const kept = updateState<{ n: number }>({ event, name: hook }, (old) => ({ n: (old?.n ?? 0) + 1 }))
  if (!oncePerSession({ event, name: hook }, 'x') || !kept.ok || kept.state.n > 3) return
  if (pathsOf(event).some((file) => !insideProject(file, projectDir))) return decide.ask(redact('outside'))
  if (editedFiles(event).length > 0 || status !== 0) return decide.context(String(branch))
  // @ts-expect-error: it is called deny here
  decide.block('no')
  return programs.includes('rm') ? decide.deny('no') : undefined
}
export const stop: Handler<'Stop' | 'SubagentStop'> = (event, decide, { hook }) =>
  mayBlockStop({ event, name: hook }) ? decide.block(event.hook_event_name) : undefined
export const names: readonly EventName[] = Object.keys(EVENTS) as EventName[]
export const prompt = (event: HookEvent) => (event.hook_event_name === 'UserPromptSubmit' ? event.prompt : '')
export type StartMethods = keyof Decide<'SessionStart'>

export async function cases(): Promise<void> {
  const { decision, reason } = await runCase(guard, payloadOf('PreToolUse', { tool_name: 'Bash' }))
  const kind: string = decision + reason
  await runCase(stop, { hook_event_name: 'Stop', stop_hook_active: false }, { options: { kind } })
  await runCase((event, decide) => decide.tell(event.prompt), payloadOf('UserPromptSubmit', { prompt: 'a' }))
  // @ts-expect-error: no such event
  payloadOf('preToolUse')
  // @ts-expect-error: another event's handler
  await runCase(guard, payloadOf('Stop'))
  // @ts-expect-error: a text
  payloadOf('Stop', { cwd: 1 })
  const { answer } = await runHookFile('dist/guard.cjs', payloadOf('PreToolUse'), { timeout: 5 })
  const status: number | null = answer.status
  void status
}
`

/** The TypeScript of a page, as one module. */
function exampleOn(page: string): string {
  const text = readFileSync(path.join(repository, page), 'utf8')
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code).join('\n')
}

const EXAMPLES = {
  'authoring.ts': exampleOn('docs/pack-authoring.md'),
  'readme.ts': exampleOn('src/runtime/README.md'),
}

describe('a consumer in TypeScript, without types of Node, whose libraries are checked', () => {
  test.each([
    ['node16', 'node16', ['typed.mts', 'typed.cts']],
    ['nodenext', 'nodenext', ['typed.mts', 'typed.cts']],
    ['bundler', 'esnext', ['typed.ts', ...Object.keys(EXAMPLES)]],
  ])('with the module resolution %s', async (moduleResolution, module, files) => {
    for (const name of files) written(name, EXAMPLES[name as keyof typeof EXAMPLES] ?? TYPED)
    const compilerOptions = {
      ...{ module, moduleResolution, target: 'es2022', strict: true, skipLibCheck: false, noEmit: true },
      types: [],
    }
    const config = written(`${moduleResolution}.json`, JSON.stringify({ compilerOptions, files }))
    const { stdout } = await execa(process.execPath, [tsc, '-p', config], { cwd: consumer, reject: false })
    expect(stdout).toBe('')
  })
})
