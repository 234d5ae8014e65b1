/** The folder that the process is in; undefined once it is deleted, as an agent may do with the one it works in. */
export function workingFolder(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}

/** Goes back to a folder that the process may have left. */
export function returnTo(folder: string | undefined): void {
  if (folder !== undefined && workingFolder() !== folder) process.chdir(folder)
}
