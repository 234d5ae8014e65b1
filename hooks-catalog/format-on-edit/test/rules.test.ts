import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { matchesAny } from '../../_shared/src/globs.ts'
import { parseJsonc } from '../../_shared/src/jsonc.ts'
import { readmeRows } from '../../_shared/test/readme-rows.ts'
import { biomeFormats, ruffSection, shellSection } from '../src/evidence-rules.ts'
import { FORMATTERS } from '../src/formatters.ts'
import { readOptions } from '../src/options.ts'
import { rustEdition } from '../src/place.ts'
import { excerpt } from '../src/report.ts'
import { scratch } from './scratch.ts'

const pack = path.resolve(import.meta.dirname, '..')
const read = (name: string) => fs.readFileSync(path.join(pack, name), 'utf8')

describe('evidence', () => {
  it.each([
    ['[*.sh]', true],
    ['[*.{bash,sh}]', true],
    ['[{*.sh,bin/*}]', true],
    ['[**.{md,bats}]', true],
    ['shell_variant = posix', true],
    ['[*]', false],
    ['[*.{ts,js}]', false],
    ['# [*.sh]', false],
    ['[*.shtml]', false],
  ])('.editorconfig with %s speaks of shell scripts: %s', (text, expected) => {
    expect(shellSection(`root = true\n\n${text}\nindent_size = 2\n`)).toBe(expected)
  })

  it.each([
    ['{}', 'ts', true],
    ['{ "formatter": { "enabled": false } }', 'ts', false],
    ['{ "formatter": { "enabled": false }, "json": { "formatter": { "enabled": true } } }', 'json', true],
    ['{ "javascript": { "formatter": { "enabled": false } } }', 'tsx', false],
    ['{ "javascript": { "formatter": { "enabled": false } } }', 'css', true],
    ['not json', 'ts', false],
  ])('biome with %s formats .%s: %s', (text, extension, expected) => {
    expect(biomeFormats(text, extension)).toBe(expected)
  })

  it('a section of ruff that is commented out does not count', () => {
    expect(ruffSection('# [tool.ruff]\n')).toBe(false)
    expect(ruffSection('[tool.ruffian]\n')).toBe(false)
  })

  it('JSON with comments keeps what only looks like one', () => {
    expect(parseJsonc('\uFEFF{ "a": "http://x, ]", /* b */ "c": [1, 2,], // d\n}')).toEqual({
      a: 'http://x, ]',
      c: [1, 2],
    })
    expect(parseJsonc('[]')).toBeUndefined()
  })
})

describe('ignore patterns', () => {
  it.each([
    ['docs', 'docs/a.md', true],
    ['docs/', 'packages/web/docs/a.md', true],
    ['/docs', 'docs/a.md', true],
    ['/docs', 'packages/docs/a.md', false],
    ['./src/*.ts', 'src/a.ts', true],
    ['src/*.ts', 'src/deep/a.ts', false],
    ['src/**/*.ts', 'src/a.ts', true],
    ['**/*.test.ts', 'a/b/c.test.ts', true],
    ['a?.ts', 'src/ab.ts', true],
    ['a.ts', 'src/axts', false],
    ['app/[id]', 'app/[id]/page.tsx', true],
  ])('%s on %s: %s', (pattern, file, expected) => {
    expect(matchesAny([pattern], file)).toBe(expected)
  })

  it('an empty list ignores nothing', () => {
    expect(matchesAny([], 'a.ts')).toBe(false)
  })
})

describe('the edition of a Rust file', () => {
  const editionIn = (files: Record<string, string>, folder: string) => {
    const projectDir = scratch(files)
    const evidenceFolder = path.join(projectDir, folder)
    return rustEdition({ file: path.join(evidenceFolder, 'src/lib.rs'), evidenceFolder, projectDir })
  }

  it('is the one its package names', () => {
    expect(editionIn({ 'Cargo.toml': '[package]\nedition = "2018" # old\n' }, '')).toBe('2018')
  })

  it('is 2015, as for cargo, when nothing names one', () => {
    expect(
      editionIn(
        { 'Cargo.toml': '[workspace.package]\nedition = "2024"\n', 'a/Cargo.toml': '[package]\n' },
        'a',
      ),
    ).toBe('2015')
  })

  it('is the one of the workspace when the package inherits it', () => {
    const files = {
      'Cargo.toml': "[workspace.package]\nedition = '2021'\n",
      'a/Cargo.toml': 'edition = { workspace = true }\n',
    }
    expect(editionIn(files, 'a')).toBe('2021')
  })
})

describe('the excerpt of a message', () => {
  it('is eight lines of at most 200 characters', () => {
    const text = excerpt(`${'x'.repeat(300)}\n\n${'line\n'.repeat(20)}`, '/p')
    expect(text.split('\n')).toHaveLength(9)
    expect(text.split('\n')[0]).toHaveLength(201)
    expect(text.endsWith('…')).toBe(true)
  })
})

describe("the pack's documents", () => {
  const { options } = JSON.parse(read('hooks.json'))

  it('hooks.json lists the formatters of the code, in its order', () => {
    const names = FORMATTERS.map(({ name }) => name)
    expect(options.properties.formatters.items.enum).toEqual(names)
    expect(options.properties.formatters.default).toEqual(readOptions({}).formatters.map(({ name }) => name))
  })

  it('the README has a row for each formatter and option', () => {
    expect(readmeRows(pack)).toEqual(expect.arrayContaining(FORMATTERS.map(({ name }) => name)))
    expect(readmeRows(pack)).toEqual(expect.arrayContaining(Object.keys(options.properties)))
  })
})
