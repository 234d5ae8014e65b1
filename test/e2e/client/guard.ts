import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { scratchRootOf } from './scratch.ts'
import { callsOf, type Turn } from './wire.ts'

/** Where the client runs: a project folder and a HOME, both made by `makeScratch`. */
export interface Place {
  project: string
  home: string
  /** Added to the clean environment; HOME cannot be changed this way. */
  env?: Record<string, string>
}

/** Throws unless the client would work in scratch folders, with nothing that moves its HOME elsewhere. */
export function guardPlace({ project, home, env }: Place, args: readonly string[] = []): void {
  const configDir = env?.['CLAUDE_CONFIG_DIR'] ?? path.join(home, '.claude')
  const parent = path.dirname(configDir) // the folder itself need not exist yet
  for (const folder of [project, home, parent]) scratchRootOf(folder)
  // `env` of user settings and of --settings reaches the Bash tool and would win over the process's HOME.
  const files = [path.join(configDir, 'settings.json'), path.join(project, '.claude/settings.json')]
  for (const source of [...files, path.join(project, '.claude/settings.local.json'), ...args]) {
    if (/"HOME"\s*:/.test(textOf(source)))
      throw new Error(`${source} sets HOME: ~ would not be the scratch HOME`)
  }
}

/** What an argument brings along: --settings takes JSON or a file of it. */
function textOf(source: string): string {
  if (source.startsWith('{')) return source // JSON, and often too long to be asked about as a file name
  const isFile = statSync(source, { throwIfNoEntry: false })?.isFile()
  return isFile ? readFileSync(source, 'utf8') : source
}

const HARMLESS = /^\/(dev\/null$|bin\/|usr\/bin\/)/
const ABSOLUTE = /(?<=^|[\s"'`=;|&<>(,{])\/[^\s"'`;|&<>(),}]*/g
const OTHER_HOME = /(^|[\s"'=])~\w/
const TOO_FAR_UP = /\.\.\/+\.\./

/**
 * Throws when a scripted command plainly reaches out of the scratch folder. The client really runs what the
 * script asks for whenever a hook under test fails to stop it. A seat belt only: it reads words, not shell.
 */
export function guardTurns(turns: readonly Turn[], root: string): void {
  for (const turn of turns) {
    for (const { input } of callsOf(turn)) {
      for (const text of [input['command'], input['file_path']]) {
        if (typeof text !== 'string' || !escapes(text, root)) continue
        throw new Error(`reaches out of ${root}: ${text}`)
      }
    }
  }
}

function escapes(text: string, root: string): boolean {
  const inside = (file: string) => file === root || file.startsWith(`${root}/`) || HARMLESS.test(file)
  const outside = (text.match(ABSOLUTE) ?? []).some((file) => !inside(file))
  return outside || OTHER_HOME.test(text) || TOO_FAR_UP.test(text)
}
