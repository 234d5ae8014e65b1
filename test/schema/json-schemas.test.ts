import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { describe, expect, test } from 'vitest'
import { SCHEMA_BASE } from '../../src/core/request.ts'
import { schemaFiles } from '../../src/schema/json-schemas.ts'

const repository = path.resolve(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(path.join(repository, file), 'utf8')
const generated = new Map(schemaFiles().map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]))

function validator(name: string): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, formats: { uri: true } })
  return ajv.compile(JSON.parse(generated.get(`schema/${name}.schema.json`) ?? ''))
}

/** The faults of a value, as an editor would underline them. */
function faultsOf(name: string, value: unknown): readonly string[] {
  const validate = validator(name)
  return validate(value)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
}

/** Files below a folder of the repository whose path ends like this. */
function filesIn(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(path.join(repository, folder), { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((name) => ending.test(name) && !name.includes('node_modules'))
}

test('the schemas in the registry are generated from the code as it is', () => {
  const names = readdirSync(path.join(repository, 'registry/schema')).map((name) => `schema/${name}`)
  expect(names.sort()).toEqual([...generated.keys()].sort())
  for (const [name, text] of generated) expect(read(`registry/${name}`), name).toBe(text)
})

test('each schema says where it is, what it is for, and lets a file name it', () => {
  for (const [name, text] of generated) {
    const schema = JSON.parse(text)
    expect(schema).toMatchObject({
      $id: `${SCHEMA_BASE}${path.basename(name)}`,
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: expect.stringMatching(/./),
    })
    if (!name.includes('versions')) expect(Object.keys(schema.properties)).toContain('$schema')
  }
})

test('what `hooks init` writes names the schemas where they are', () => {
  const named = filesIn('templates', /\.json$/).flatMap(
    (file) => read(file).match(/"\$schema": "[^"]*"/g) ?? [],
  )
  expect(named.length).toBeGreaterThan(0)
  const addresses = [...generated.keys()].map((name) => `"$schema": "${SCHEMA_BASE}${path.basename(name)}"`)
  for (const one of named) expect(addresses).toContain(one)
})

describe('what the repository itself has is valid:', () => {
  const files: readonly (readonly [schema: string, file: string])[] = [
    ...filesIn('hooks-catalog', /^[^/\\]+[/\\][^/\\]+[/\\]hooks\.json$/).map(
      (file) => ['hooks', file] as const,
    ),
    ...filesIn('hooks-catalog', /[/\\]cases[/\\][^/\\]+\.json$/).map((file) => ['cases', file] as const),
    ['registry', 'registry/registry.json'],
  ]
  test.each(files)('%s: %s', (schema, file) => {
    expect(faultsOf(schema, JSON.parse(read(file)))).toEqual([])
  })

  test('every line of the registry', () => {
    const lines = filesIn('registry', /\.ndjson$/).flatMap((file) => read(file).split('\n').filter(Boolean))
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.flatMap((line) => faultsOf('versions', JSON.parse(line)))).toEqual([])
  })
})

describe('a fault is underlined:', () => {
  test.each([
    ['hooks', { hooks: [{ id: 'one', event: 'PreToolUse', handler: { module: 'x.ts' } }] }],
    ['hooks', { hook: [] }],
    ['cases', { hook: 'guard', cases: [{ name: 'x', expect: { decision: 'denied' } }] }],
    ['hookpack', { packs: { guard: { versoin: '1.0.0' } } }],
    ['registry', { v: 1, name: 'acme', search: [] }],
    ['versions', { v: 1, name: 'guard', vers: '1.0.0' }],
  ])('in %s: %j', (schema, value) => {
    expect(faultsOf(schema, value)).not.toEqual([])
  })

  test('not in what is right', () => {
    const packs = { guard: '^1.0.0', '@acme/team': { version: '1.0.0', options: { strict: true } } }
    expect(faultsOf('hookpack', { $schema: `${SCHEMA_BASE}hookpack.schema.json`, packs })).toEqual([])
  })
})
