/**
 * Whether a program for awk only prints. A `>` is a comparison only in front of the first brace: behind it, it may be a
 * redirection. Pipes, commands, other files and the environment are none of it.
 */
export function isHarmlessAwk(program: string): boolean {
  const text = program.replaceAll('||', '')
  if (/[|@]/.test(text)) return false
  if (
    /system|getline|environ|procinfo|symtab|functab|close|fflush|argv|argc|include|load|extension|\/inet|\\x|\\[0-7u]/i.test(
      text,
    )
  )
    return false
  const brace = text.indexOf('{')
  return (
    !text.slice(brace < 0 ? text.length : brace).includes('>') &&
    !/print/.test(text.slice(0, Math.max(0, brace)))
  )
}
