/** The user's home folder. */
export function homedir(): string {
  return process.env['HOME'] || process.getBuiltinModule('node:os').homedir()
}
