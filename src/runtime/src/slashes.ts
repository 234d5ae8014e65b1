/** A path of this system with `/`, as paths are written in table.json; elsewhere than on Windows `\` is a letter. */
export function withSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path
}
