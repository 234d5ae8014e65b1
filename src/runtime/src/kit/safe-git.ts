/**
 * Options before the subcommand with which git runs nothing that a repository can name in its configuration: no file
 * monitor, hooks or pager. A bare repository inside of a working tree has a configuration that came with a clone.
 */
export const SAFE_GIT: readonly string[] = [
  '--no-pager',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'safe.bareRepository=explicit'].flatMap(
    (setting) => ['-c', setting],
  ),
]

/** Variables with which git locks nothing, asks nobody, and fetches nothing that a partial clone lacks. */
export const SAFE_GIT_ENV: Readonly<Record<string, string>> = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  // No protocol is allowed.
  GIT_ALLOW_PROTOCOL: '',
}
