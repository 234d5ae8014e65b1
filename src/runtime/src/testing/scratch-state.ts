/**
 * The folder for states of the hooks under test, which is removed when this process ends. It becomes that of the
 * whole process, since helpers that a handler calls look there: a test must not write into the user's.
 */
export function scratchState(): string {
  const given = process.env['HOOKPACK_STATE_DIR']
  if (given) return given
  const { tmpdir } = process.getBuiltinModule('node:os')
  const { mkdtempSync, rmSync } = process.getBuiltinModule('node:fs')
  const folder = mkdtempSync(`${tmpdir()}/hookpack-test-`)
  process.env['HOOKPACK_STATE_DIR'] = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
