/**
 * Whether `printf` only prints. `%n` sets a variable in bash; zsh calculates a number that is no plain one, and that
 * may set a variable or run a command.
 */
export function isHarmlessPrintf(operands: readonly string[]): boolean {
  const [format = '', ...values] = operands
  const found = [...format.matchAll(/%([^A-Za-z%(]*)(\([^)]*\))?([A-Za-z%]|$)/g)]
  const conversions = found
    .filter(([whole]) => whole !== '%%')
    .map(([, width, , letter]) => ({ width, letter }))
  const texts = conversions.map(({ letter }) => letter !== undefined && 'sbqc'.includes(letter))
  return (
    conversions.every(
      ({ width = '', letter = '' }) => /^[sbqcdiouxXeEfFgGT]$/.test(letter) && !/[*$]/.test(width),
    ) &&
    // The format is used again for the values that are left.
    values.every((value, at) => texts[at % texts.length] !== false || /^[-+]?\d*\.?\d*$/.test(value))
  )
}
