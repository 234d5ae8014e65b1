import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { buildPack } from '../../../scripts/build-pack.mjs'
import type * as analysis from '../src/analysis.ts'
import type * as run from '../src/shell/run.ts'

const require = createRequire(import.meta.url)
const pack = path.resolve(import.meta.dirname, '..')

/** The pack as it is installed: its parts load each other, which their sources cannot do without a build. */
export async function builtPack() {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-guard-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  await buildPack(pack, folder)
  const load = (name: string): unknown => require(path.join(folder, 'dist', name))
  return {
    analysis: load('analysis.cjs') as typeof analysis,
    run: load('shell/run.cjs') as typeof run,
  }
}

/** The commands of all cases of the pack. */
export function commandsOfCases(): string[] {
  const folder = path.join(pack, 'cases')
  return readdirSync(folder).flatMap((file) => {
    const { cases } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
      cases: { event?: { tool_input?: { command?: string } } }[]
    }
    return cases.flatMap(({ event }) => event?.tool_input?.command ?? [])
  })
}

/** A case of the pack, as far as it is a command of Bash. */
interface CommandCase {
  readonly command: string
  readonly decision: string | undefined
  readonly options: object | undefined
}

interface CaseFile {
  readonly event?: { readonly tool_name?: string }
  readonly cases: readonly {
    readonly event?: { readonly tool_name?: string; readonly tool_input?: { readonly command?: unknown } }
    readonly expect?: { readonly decision?: string }
    readonly options?: object
  }[]
}

/** The cases of the pack with a command for Bash, and what they expect. */
export function casesOf(): CommandCase[] {
  const folder = path.join(pack, 'cases')
  return readdirSync(folder).flatMap((file) => {
    const { event: shared, cases } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as CaseFile
    return cases.flatMap(({ event, expect, options }) => {
      const command = event?.tool_input?.command
      const bash = (event?.tool_name ?? shared?.tool_name ?? 'Bash') === 'Bash'
      return typeof command === 'string' && bash ? [{ command, decision: expect?.decision, options }] : []
    })
  })
}

/** The commands of the list beside the cases, and what the guard says about them. */
export function listedCommands(): CommandCase[] {
  const text = readFileSync(path.join(import.meta.dirname, 'commands.txt'), 'utf8')
  return text.split('\n').flatMap((line) => {
    const [, decision, command] = /^(deny|ask|none) *\| (.*)$/.exec(line) ?? []
    return command === undefined
      ? []
      : [{ command: command.replaceAll('⏎', '\n'), decision, options: undefined }]
  })
}
