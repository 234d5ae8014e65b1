// What agents run most: the verbs that neither commit nor move anything, as one plain command. A word may only have
// letters that mean nothing to a shell, and `--output` writes a file.
const LOOKS =
  /^\s*git (?:status|diff|log|show|add|blame|ls-files|rev-parse|describe|shortlog)(?: (?!--ou)[\w@%+=:,./~^-]+)*\s*$/

/** True for a command that is nothing but a look at a repository, or `git add`; false for any that has to be read. */
export function onlyLooks(command: string): boolean {
  return LOOKS.test(command)
}
