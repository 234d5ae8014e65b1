import { BASH } from './bash.ts'
import { FISH } from './fish.ts'
import { POWERSHELL } from './powershell.ts'
import { ZSH } from './zsh.ts'

const SCRIPTS: Readonly<Record<string, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
}

/** The shells that there is a script for. */
export const SHELLS: readonly string[] = Object.keys(SCRIPTS)

/** The lines of a shell's script; undefined for another shell. */
export function completionScript(shell: string): readonly string[] | undefined {
  return SCRIPTS[shell]?.split('\n')
}
