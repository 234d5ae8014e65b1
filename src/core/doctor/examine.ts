import type { Call } from './calls.ts'
import { programsOf, shebangOf } from './codes.ts'
import type { CalledFile, ExaminedPack } from './examination.ts'

/** The files that these commands name. */
export function filesOf(calls: readonly Call[]): readonly string[] {
  return [...new Set(calls.flatMap(({ script }) => (script ? [script.file] : [])))]
}

/** The programs that commands, scripts and packs are run by, to be looked for. */
export function wantedPrograms(
  commands: readonly { readonly command: string; readonly calls: readonly Call[] }[],
  called: ReadonlyMap<string, CalledFile>,
  packs: readonly ExaminedPack[],
): readonly string[] {
  const inCommands = commands.flatMap(({ command, calls }) => programsOf(calls, command))
  const inScripts = [...called.values()].flatMap(({ text }) =>
    text === undefined ? [] : (shebangOf(text) ?? []),
  )
  const inPacks = packs.flatMap(({ pack }) =>
    pack.hooks.flatMap(({ handler }) => ('script' in handler ? (handler.interpreter ?? []) : [])),
  )
  return [...new Set([...inCommands, ...inScripts, ...inPacks])]
}
