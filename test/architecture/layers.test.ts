import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const source = path.resolve(import.meta.dirname, '../../src')
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)))
  .filter((file) => !file.includes('node_modules') && !file.includes('dist'))

const layerOf = (file: string): string => file.split(path.sep)[0]?.replace('.ts', '') ?? ''
const textOf = (file: string): string => readFileSync(path.join(source, file), 'utf8')

interface Import {
  readonly target: string
  readonly typeOnly: boolean
}

function importsOf(file: string): readonly Import[] {
  const found = textOf(file).matchAll(
    /^(?:import|export)\s+(type\s)?[^'"]*?from '([^']+)'|import\('([^']+)'\)/gm,
  )
  return [...found].map((match) => ({ target: match[2] ?? match[3] ?? '', typeOnly: match[1] !== undefined }))
}

/** Which layers a layer may use. Types may come from anywhere but the front ends. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  cli: ['cli', 'commands', 'ops', 'core', 'views', 'errors'],
  commands: ['cli', 'ops', 'core', 'views'],
  ops: ['ops', 'core', 'io', 'schema', 'errors'],
  views: ['views', 'errors'],
  // It starts hooks for `hooks test`, with what the runtime's own test helpers start them with.
  io: ['io', 'core', 'schema', 'runtime', 'errors'],
  schema: ['schema', 'core', 'runtime', 'errors'],
  core: ['core', 'runtime', 'errors'],
  errors: [],
  runtime: ['runtime'],
}

describe('every file', () => {
  for (const file of files) {
    test(`${file} imports only what its layer may`, () => {
      const layer = layerOf(file)
      for (const { target, typeOnly } of importsOf(file)) {
        if (!target.startsWith('.')) continue
        const other = layerOf(path.relative(source, path.resolve(source, path.dirname(file), target)))
        const allowed = typeOnly ? [...(MAY_USE[layer] ?? []), 'core', 'schema', 'ops', 'io'] : MAY_USE[layer]
        expect(allowed, `${file} imports ${target}`).toContain(other)
      }
    })
  }

  test('has at most 250 lines', () => {
    expect(files.filter((file) => textOf(file).split('\n').length > 251)).toEqual([])
  })
})

test('core touches no disk, network, environment, clock or chance', () => {
  // The command line of an entry names a variable of the process that it starts; that is text, not use.
  const banned =
    /node:(fs|net|http|https|child_process|os)\b|(?<!")process\.[a-z]+\b(?=[.([])|Date\.now|new Date|Math\.random|console\./
  expect(files.filter((file) => layerOf(file) === 'core' && banned.test(textOf(file)))).toEqual([])
})

test('the runtime imports nothing but node, and its helper for Bash commands the parser that is bundled with it', () => {
  const parser = path.join('runtime', 'src', 'kit', 'bash') + path.sep
  const foreign = files
    .filter((file) => layerOf(file) === 'runtime')
    .flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'))
        .filter(({ target }) => !(target === 'unbash' && file.startsWith(parser)))
        .map(({ target }) => `${file} imports ${target}`),
    )
  expect(foreign).toEqual([])
})

test('what every hook loads has none of the helpers for authors in it', () => {
  const forAuthors = ['kit', 'testing'].map((name) => path.join('runtime', 'src', name) + path.sep)
  const users = files.filter(
    (file) =>
      layerOf(file) === 'runtime' &&
      !forAuthors.some((folder) => file.startsWith(folder)) &&
      importsOf(file).some(({ target }) => /(?:^|\/)kit\//.test(target)),
  )
  expect(users).toEqual([])
})

test('every library has one room', () => {
  const rooms = new Map<string, Set<string>>()
  for (const file of files) {
    for (const { target } of importsOf(file)) {
      if (target.startsWith('.') || target.startsWith('node:')) continue
      const name = target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/')
      rooms.set(name, (rooms.get(name) ?? new Set()).add(layerOf(file)))
    }
  }
  // zod's JSON Schema output is asked for by the registry build, next to the schema itself.
  const shared = [...rooms]
    .filter(([name, layers]) => layers.size > 1 && name !== 'zod')
    .map(([name]) => name)
  expect(shared).toEqual([])
})
