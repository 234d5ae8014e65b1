/**
 * The administrator's hookpack.json, beside the client's managed settings. The platform alone decides where: what a
 * project or a user can set, such as a variable, must not move it.
 */
export function managedFile(platform: string): string {
  const separator = platform === 'win32' ? '\\' : '/'
  return [managedFolder(platform), 'hookpack', 'hookpack.json'].join(separator)
}

/** The folder of the client's managed settings. */
function managedFolder(platform: string): string {
  if (platform === 'win32') return 'C:\\Program Files\\ClaudeCode'
  return platform === 'darwin' ? '/Library/Application Support/ClaudeCode' : '/etc/claude-code'
}
