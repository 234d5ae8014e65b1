import { onlyLooks } from '../../_shared/src/git-looks.ts'

/** Whether a command can be one of git at all; false means that it need not be read. */
export function mayMatter(command: string): boolean {
  if (onlyLooks(command)) return false
  // A name can be put together from quoted, escaped and braced parts: `g''it`, `$'\x67it'`, `{git,push}`.
  const bare = /['"\\]/.test(command) ? command.replace(/\\\r?\n|['"\\]/g, '') : command
  return /git|hub/i.test(bare) || /\$'[^']*\\|\{[^}\s]*,/.test(command)
}
