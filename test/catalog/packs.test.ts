import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildPack } from '../../scripts/build-pack.mjs'
import { isEventName } from '../../src/runtime/src/events.ts'
import { builtPacks, caseFiles, filledOptions, type Pack, readJson } from './packs.ts'

const require = createRequire(import.meta.url)
const packs = await builtPacks()
const EDITS = ['Edit', 'MultiEdit', 'Write', 'NotebookEdit']

test('the catalog has packs', () => {
  expect(packs.length).toBeGreaterThan(0)
})

describe.each(packs)('$name', (pack) => {
  const { name, source, built, manifest } = pack

  test('has a package.json that can be published and asks npm for nothing', () => {
    const { dependencies, optionalDependencies, peerDependencies, ...rest } = readJson(
      source,
      'package.json',
    ) as Record<string, unknown>
    expect({ ...(dependencies ?? {}), ...(optionalDependencies ?? {}), ...(peerDependencies ?? {}) }).toEqual(
      {},
    )
    expect(rest).toMatchObject({
      name: `@hookpack/${name}`,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      description: expect.stringMatching(/^[A-Z].{20,200}\.$/),
      license: expect.any(String),
      author: expect.any(String),
      keywords: expect.arrayContaining(['hookpack', 'claude-code', 'hooks']),
      type: 'module',
      files: expect.arrayContaining([
        'hooks.json',
        'README.md',
        ...(runs(pack) ? ['dist'] : []),
        ...(manifest.hooks.length > 0 ? ['cases'] : []),
      ]),
    })
    expect(rest).not.toHaveProperty('private')
    expect(
      Object.keys((rest['scripts'] as object | undefined) ?? {}).filter((script) =>
        /install|prepare/.test(script),
      ),
    ).toEqual([])
  })

  test('has hooks with events that exist, names of their own, limits and descriptions', () => {
    expect(new Set(manifest.hooks.map(({ id }) => id)).size).toBe(manifest.hooks.length)
    for (const hook of manifest.hooks) {
      expect(hook.event).toSatisfy(isEventName)
      expect(hook).toMatchObject({
        id: expect.stringMatching(/^[a-z][a-z0-9-]*$/),
        description: expect.stringMatching(/\.$/),
      })
      expect(hook.timeout).toBeGreaterThan(0)
      expect(['block', 'continue']).toContain(hook.failure)
      expect(hook.async === true && hook.failure === 'block').toBe(false)
    }
  })

  // Then packs share a process: docs/decisions/0027.
  test('has hooks of their own for Bash and for edits, with the tools that all packs name', () => {
    for (const { tools = [] } of manifest.hooks) {
      const isShared = tools.some((tool) => tool === 'Bash' || EDITS.includes(tool))
      if (isShared) expect([['Bash'], EDITS]).toContainEqual(tools)
    }
  })

  test.runIf(brings(pack) === 0)(
    'has options with descriptions, and defaults that its own schema accepts',
    () => {
      const properties = propertiesOf(pack)
      for (const property of Object.values(properties))
        expect(property).toMatchObject({ description: expect.any(String), default: expect.anything() })
      expect(Object.keys(filledOptions(pack)).sort()).toEqual(Object.keys(properties).sort())
      expect(() => filledOptions(pack, { 'no such option': 1 })).toThrow('not valid')
    },
  )

  // What a team pack brings says so itself.
  test.runIf(brings(pack) === 0)('says what it reaches and what it needs', () => {
    expect(manifest.permissions).toMatchObject(
      Object.fromEntries(['network', 'reads', 'runs', 'writes'].map((kind) => [kind, expect.any(Array)])),
    )
    expect(manifest.requires?.client).toEqual(expect.any(String))
  })

  test('has a README with the sections that every pack has', () => {
    const readme = readFileSync(path.join(source, 'README.md'), 'utf8')
    const sections = [...readme.matchAll(/^#+ .*$/gm)].map(([line]) => line)
    expect(sections[0]).toBe(`# ${name}`)
    expect(sections).toEqual(
      expect.arrayContaining([
        '## When not to use it',
        ...(brings(pack) > 0 ? ['## What it brings'] : ['## Options', '## How it fails']),
      ]),
    )
    for (const option of Object.keys(propertiesOf(pack))) expect(readme).toContain(`\`${option}\``)
  })

  test.runIf(runs(pack))(
    'builds a module with a function for every hook, and nothing that requires a package',
    () => {
      for (const { handler } of manifest.hooks) {
        if ('module' in handler) expect(require(path.join(built, handler.module))).toBeTypeOf('function')
      }
      for (const file of modulesOf(pack)) {
        const wanted = [...readFileSync(file, 'utf8').matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(
          ([, id]) => id ?? '',
        )
        const absent = wanted.filter((id) =>
          id.startsWith('.') ? !existsSync(path.resolve(path.dirname(file), id)) : !id.startsWith('node:'),
        )
        expect(absent).toEqual([])
      }
    },
  )

  test.runIf(runs(pack))('builds the same bytes again, without a path of this machine', async () => {
    const before = modulesOf(pack).map((file) => readFileSync(file, 'utf8'))
    await buildPack(source, built)
    expect(modulesOf(pack).map((file) => readFileSync(file, 'utf8'))).toEqual(before)
    expect(before.filter((text) => text.includes(path.resolve(source, '../..')))).toEqual([])
  })

  // The client itself runs handlers of other kinds; their cases show which events reach them.
  test.runIf(runs(pack))('has ten cases or more, some that decide and some that do not', () => {
    const files = caseFiles(pack)
    const decisions = files.flatMap(({ cases }) => cases.map((given) => given.expect.decision))
    expect(decisions.length).toBeGreaterThanOrEqual(10)
    expect(decisions).toContain('none')
    // The client does not wait for an async hook, so it cannot decide.
    if (manifest.hooks.some((hook) => !hook.async))
      expect(decisions.some((decision) => decision !== 'none')).toBe(true)
  })
})

/** Whether our own process runs anything of it. */
function runs({ manifest }: Pack): boolean {
  return manifest.hooks.some(({ handler }) => 'module' in handler)
}

/** How many packs it brings. */
function brings({ manifest }: Pack): number {
  return Object.keys(manifest.packs ?? {}).length
}

function propertiesOf({ manifest }: Pack): Readonly<Record<string, unknown>> {
  return (manifest.options?.['properties'] ?? {}) as Readonly<Record<string, unknown>>
}

function modulesOf({ built }: Pack): string[] {
  const files = readdirSync(path.join(built, 'dist'), { recursive: true }).map((name) =>
    path.join(built, 'dist', String(name)),
  )
  return files.filter((file) => statSync(file).isFile()).sort()
}
