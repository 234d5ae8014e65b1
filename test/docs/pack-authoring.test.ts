import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'
import { buildRuntime } from '../../scripts/build-runtime.mjs'
import { buildModules } from '../../scripts/build-runtime-package.mjs'
import { EVENTS, type EventName } from '../../src/runtime/src/events.ts'
import { isSecretName } from '../../src/runtime/src/secrets.ts'

const repository = path.resolve(import.meta.dirname, '../..')
const page = readFileSync(path.join(repository, 'docs/pack-authoring.md'), 'utf8')
const events = Object.keys(EVENTS) as EventName[]

function sectionOf(title: string): string {
  const section = page.split(/^## /m).find((one) => one.startsWith(`${title}\n`))
  if (section === undefined) throw new Error(`there is no section ${title}`)
  return section
}

const eventsIn = (cell: string): readonly string[] => cell.match(/[A-Z][A-Za-z]+/g) ?? []

/** The pairs of event and method that the tables name. */
function documented(): readonly string[] {
  const text = sectionOf('What each event can decide')
  const [own = '', universal = ''] = text.split('Three decisions')
  const cells = (table: string) =>
    [...table.matchAll(/^\|(.*)\|$/gm)]
      .slice(2)
      .map(([, row = '']) => row.split('|').map((cell) => cell.trim()))
  let last: readonly string[] = []
  const ofEvents = cells(own).flatMap(([names = '', method = '']) => {
    if (names !== '') last = eventsIn(names)
    return last.map((event) => `${event} ${/`(\w+)\(/.exec(method)?.[1]}`)
  })
  const ofAll = cells(universal).flatMap(([method = '', , names = '']) => {
    const named = eventsIn(names)
    const meant = names.startsWith('all but') ? events.filter((event) => !named.includes(event)) : named
    return meant.map((event) => `${event} ${/`(\w+)\(/.exec(method)?.[1]}`)
  })
  return [...ofEvents, ...ofAll]
}

describe('docs/pack-authoring.md', () => {
  test('has every decision of every event once, and no other', () => {
    const pairs = events.flatMap((event) => EVENTS[event].map((method) => `${event} ${method}`))
    expect([...documented()].sort()).toEqual(pairs.sort())
  })

  test('names the words that make a name that of a secret', () => {
    const listed = [...sectionOf('Secrets').matchAll(/^- ([\s\S]*?)(?=^- |^\n)/gm)].flatMap(
      ([, item = '']) => [...item.matchAll(/`([A-Z_]+)`/g)],
    )
    const words = listed.map(([, word = '']) => word)
    for (const word of words) expect(isSecretName(`MY_${word}`), word).toBe(true)
    const source = readFileSync(path.join(repository, 'src/runtime/src/secrets.ts'), 'utf8')
    const known = [...source.matchAll(/'([A-Z][A-Z_]*)'/g)].map(([, word]) => word)
    expect([...new Set(known)].sort()).toEqual(words.sort())
  })

  test('has examples of a handler and of its tests that run', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-docs-'))
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    const example = (title: string): string => /```js\n([\s\S]*?)```/.exec(sectionOf(title))?.[1] ?? ''
    const runtime = path.join(folder, 'node_modules/@hookpack/runtime')
    for (const name of ['dist', 'test']) mkdirSync(path.join(folder, name))
    await Promise.all([buildRuntime(path.join(runtime, 'dist')), buildModules(path.join(runtime, 'dist'))])
    cpSync(path.join(repository, 'src/runtime/package.json'), path.join(runtime, 'package.json'))
    writeFileSync(path.join(folder, 'dist/guard.cjs'), example('The handler'))
    writeFileSync(path.join(folder, 'test/guard.test.cjs'), example('Testing'))
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder }
    const args = ['--test', '--test-reporter', 'tap', 'test/guard.test.cjs']
    const { stdout } = await execa(process.execPath, args, { cwd: folder, env, extendEnv: false })
    expect(stdout).toMatch(/^# pass 2$/m)
  })
})
