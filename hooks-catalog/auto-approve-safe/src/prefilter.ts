const LONGEST = 8192

/** Whether a command may be approved at all, by its length and what it begins with; false ends the hook at once. */
export function mayBeListed(command: string): boolean {
  return command.length <= LONGEST && !command.includes('`') && /^[\s(!{]*[\w/.:[]/.test(command)
}
