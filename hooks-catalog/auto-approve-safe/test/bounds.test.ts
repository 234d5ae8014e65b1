import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onlyReads } from '../src/analysis.ts'

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'hookpack-approve-')))
afterAll(() => fs.rmSync(root, { recursive: true, force: true }))
const project = path.join(root, 'project')

function approved(command: string, outsideProject = false): boolean {
  return onlyReads(command, { also: [], never: [], outsideProject, cwd: project, projectDir: project })
}

beforeAll(() => {
  for (const folder of ['src', 'linked', '../other'])
    fs.mkdirSync(path.join(project, folder), { recursive: true })
  fs.writeFileSync(path.join(project, 'src', 'a.ts'), 'x')
  fs.writeFileSync(path.join(project, '.env'), 'A=1')
  fs.writeFileSync(path.join(root, 'other', 'notes.md'), 'x')
  fs.symlinkSync(path.join(root, 'other', 'notes.md'), path.join(project, 'linked', 'out.md'))
  fs.symlinkSync(path.join(project, '.env'), path.join(project, 'linked', 'plain.md'))
  fs.symlinkSync(path.join(root, 'other'), path.join(project, 'away'))
})

describe('links', () => {
  it.each([
    'cat linked/out.md',
    'cat away/notes.md',
    'cd away && ls',
    'head < linked/out.md',
    'cat linked/*.md',
    'cat linked/out.*',
  ])('%s leads out of the project', (command) => expect(approved(command)).toBe(false))

  it('a link to a secret is one, whatever its name, also outside of the project', () => {
    expect(approved('cat linked/plain.md')).toBe(false)
    expect(approved('cat linked/plain.md', true)).toBe(false)
    expect(approved('cat linked/out.md', true)).toBe(true)
  })

  it('a pattern in a folder without links is fine', () => {
    expect(approved('cat src/*.ts')).toBe(true)
    expect(approved('cat */a.ts')).toBe(false)
  })
})

const cases = path.resolve(import.meta.dirname, '..', 'cases', 'approved.json')
const commands = (
  JSON.parse(fs.readFileSync(cases, 'utf8')) as { cases: { event: { tool_input: { command: string } } }[] }
).cases.map(({ event }) => event.tool_input.command)

describe('every approved command', () => {
  const spoilt: readonly ((command: string) => string)[] = [
    (command) => `${command}; rm x`,
    (command) => `${command}\nrm x`,
    (command) => `${command} && touch x`,
    (command) => `${command} | tee x`,
    (command) => `${command} > out`,
    (command) => `${command} >> src/out`,
    (command) => `${command} &`,
    (command) => `${command} "$(touch x)"`,
    (command) => `${command} \`touch x\``,
    (command) => `${command} <(touch x)`,
    (command) => `${command} "$HOME"`,
    (command) => `rm x; ${command}`,
    (command) => `PATH=. ${command}`,
    (command) => `PATH=.\n${command}`,
    (command) => `f() { ${command}; }; f`,
    (command) => `bash -c '${command.replaceAll("'", "'\\''")}'`,
    (command) => `sudo ${command}`,
    (command) => `eval "${command.replaceAll(/["\\$`]/g, '\\$&')}"`,
    (command) => `while true; do ${command}; done`,
  ]

  it.each(spoilt.map((spoil, at) => [at, spoil] as const))(
    'is not approved when it is spoilt, way %i',
    (_, spoil) => {
      expect(commands.filter((command) => approved(spoil(command)))).toEqual([])
    },
  )

  it('is read without a throw in every prefix', () => {
    for (const command of commands)
      for (let end = 0; end < command.length; end += 1)
        expect(() => approved(command.slice(0, end))).not.toThrow()
  })
})
