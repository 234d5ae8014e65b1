import { accessSync, constants, statSync } from 'node:fs'

/** True for a file that the system would start; Windows goes by the name alone, not by a mode. */
export function isProgram(file: string, platform: NodeJS.Platform = process.platform): boolean {
  try {
    if (platform !== 'win32') accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    // Not there or not executable, which is the question.
    return false
  }
}
