import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readJson, refused, scratch } from './cli.ts'

interface Manifest {
  readonly commands: Readonly<
    Record<
      string,
      { readonly flags: Readonly<Record<string, Flag>>; readonly args: object; readonly strict: boolean }
    >
  >
}

interface Flag {
  readonly type: 'boolean' | 'option'
  readonly options?: readonly string[]
}

const { commands } = readJson<Manifest>(path.resolve(import.meta.dirname, '../../oclif.manifest.json'))
const NAMES = Object.keys(commands)

/** Each command with one of its flags of a kind. */
const flagsOf = (wanted: (flag: Flag) => boolean): readonly (readonly [command: string, flag: string])[] =>
  NAMES.flatMap((name) => {
    const found = Object.entries(commands[name]?.flags ?? {}).find(([, flag]) => wanted(flag))
    return found ? [[name, found[0]] as const] : []
  })

describe('a wrong command line is answered in our own words', () => {
  test('a value that a flag cannot have: the flag, the value, and what it can be', async () => {
    const at = scratch()
    const pairs = flagsOf(({ options }) => options !== undefined)
    expect(pairs.length).toBeGreaterThan(10)
    for (const [command, flag] of pairs)
      await refused(at, [command, `--${flag}`, 'nothing-like-it'], {
        code: 'usage',
        says: [`\`--${flag}\` cannot be \`nothing-like-it\`: it is one of `],
        hint: '--help',
      })
    await refused(at, ['list', '--scope', 'projct'], { code: 'usage', says: ['`projct`'], hint: '`project`' })
  })

  test('a flag without its value: what it is for, and how it is written', async () => {
    const at = scratch()
    for (const [command, flag] of flagsOf(({ type }) => type === 'option'))
      await refused(at, [command, `--${flag}`], {
        code: 'usage',
        says: [`\`--${flag}\` needs a value: `],
        hint: `\`--${flag} `,
      })
  })

  test('a flag that there is not, and a value for a switch', async () => {
    const at = scratch()
    for (const command of NAMES) {
      const says = [`\`hooks ${command}\` has no flag \`--zzzzzzzz\``]
      await refused(at, [command, '--zzzzzzzz=1'], { code: 'usage', says, hint: '--help' })
    }
    await refused(at, ['list', '--json=1'], {
      code: 'usage',
      says: ['`--json` takes no value'],
      hint: '`--json`',
    })
  })

  test('an argument that is missing, and one too many', async () => {
    const at = scratch()
    for (const command of ['add', 'backtest', 'info'])
      await refused(at, [command], {
        code: 'usage',
        says: [`\`hooks ${command}\` needs <spec>: `],
        hint: '--help',
      })
    for (const command of ['config', 'disable', 'enable', 'remove'])
      await refused(at, [command], {
        code: 'usage',
        says: [`\`hooks ${command}\` needs <name>: `],
        hint: '--help',
      })
    const says = ['`b` is one argument too many: `hooks info` takes one argument, <spec>']
    await refused(at, ['info', 'a', 'b'], { code: 'usage', says, hint: '--help' })
    for (const command of NAMES.filter((name) => Object.keys(commands[name]?.args ?? {}).length === 0))
      await refused(at, [command, 'x'], {
        code: 'usage',
        says: [`\`x\` is one argument too many: \`hooks ${command}\` takes no arguments`],
        hint: '--help',
      })
  })
})

test('what a command takes is called the same in its help as in the README', () => {
  const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8')
  const rows = [...readme.matchAll(/^\| `hooks (\w+) [<[](\w+)…?[>\]]` /gm)].map(([, name = '', word]) => [
    name,
    word,
  ])
  expect(rows.length).toBeGreaterThan(12)
  for (const [name = '', word] of rows)
    expect([name, Object.keys(commands[name]?.args ?? {})[0]]).toEqual([name, word])
})
