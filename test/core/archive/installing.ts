import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from '../../../src/cli/report.ts'
import { addCommand } from '../../../src/commands/add.ts'
import { put, type Scratch, scratch, snapshot } from '../../scenarios/cli.ts'
import { target } from './escapes.ts'

/** How a command ended. */
export interface Ended {
  readonly status: number | undefined
  readonly stderr: string
}

/** Everything that an archive could have written to. */
export type World = Readonly<Record<string, unknown>>

const repository = path.resolve(import.meta.dirname, '../../..')

/** A scratch folder with something to lose in the scope, in the home and outside of both. */
export function withCanaries(): Scratch {
  const at = scratch()
  const settings = { permissions: { deny: ['Read(./secret)'] } }
  put(at.settings, settings)
  put(path.join(at.home, '.claude/settings.json'), settings)
  put(path.join(at.home, '.npmrc'), 'canary\n')
  for (const folder of [at.root, at.home, at.project])
    put(path.join(folder, 'outside/canary.txt'), 'canary\n')
  return at
}

/** All of it as it is now. */
export function worldOf(at: Scratch): World {
  const folders = [at.root, `${at.root}-state`, `${at.root}-cache`]
  return {
    ...Object.fromEntries(folders.map((folder) => [folder, existsSync(folder) ? snapshot(folder) : null])),
    [target]: existsSync(target),
  }
}

/** Puts an archive where no snapshot looks. */
export function placed(at: Scratch, archive: Uint8Array): string {
  const file = path.join(`${at.root}-archive`, 'some-pack.tgz')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, archive)
  return file
}

const ignore = (): void => undefined

/** `hooks add <file> --yes` in this process: the command itself, without the start of a program. */
export async function addHere(at: Scratch, file: string): Promise<Ended> {
  const said: string[] = []
  const status = await runCommand(addCommand, {
    flags: { yes: true },
    args: [file],
    world: {
      cwd: at.project,
      env: at.env,
      packageRoot: repository,
      stdinIsTerminal: () => false,
      colours: false,
      out: () => true,
      json: () => undefined,
      say: (line) => said.push(line),
      progress: { begin: ignore, step: ignore, pause: ignore, end: ignore },
      now: Date.now,
      interrupted: () => new AbortController().signal,
    },
  })
  return { status, stderr: said.join('\n') }
}
