/** How a command that ran tests has ended. */
export type TestRun = 'passed' | 'failed'

// What stands in front of a program: variables, and programs that start others.
const FRONT =
  /^(?:(?:\w+=\S*|sudo|time|command|exec|nice|env|npx(?:\s+-\S+)*|bunx|pnpx|(?:pnpm|yarn|npm)\s+exec(?:\s+--)?|pnpm\s+dlx|yarn\s+dlx|poetry\s+run|uv\s+run|pdm\s+run|hatch\s+run|pipenv\s+run|bundle\s+exec|rbenv\s+exec|timeout(?:\s+-\S+)*\s+\S+|docker(?:\s+|-)compose\s+(?:exec|run)(?:\s+-\S+)*\s+\S+)\s+)+/

const RUNNERS = [
  /^(?:\S*\/)?(?:vitest|jest|mocha|ava|tap|karma|cypress|playwright|pytest|py\.test|tox|nox|rspec|phpunit|pest|ctest|busted|behat|cucumber(?:-js)?|gotestsum|minitest)(?:\s|$)/,
  /^(?:npm|pnpm|yarn|bun)(?:\s+-\S+)*\s+(?:run\s+|run-script\s+)?(?:t|tst|test)(?:[:\w-]*)(?:\s|$)/,
  /^(?:go|cargo|dotnet|mix|swift|deno|flutter|dart|zig(?:\s+build)?|lein|sbt|bazel|rails|rake|stack|cabal|composer)\s+(?:\S+\s+)*?(?:test|nextest|spec)(?:[:\w]*)(?:\s|$)/,
  /^(?:\S*\/)?python[\d.]*\s+-m\s+(?:pytest|unittest)(?:\s|$)/,
  /^(?:\S*\/)?python[\d.]*\s+manage\.py\s+test(?:\s|$)/,
  /^node\s+(?:\S+\s+)*?--test(?:\s|$|=)/,
  /^(?:make|just|task|nx|turbo)\s+(?:\S+\s+)*?(?:test|tests|check)(?:[:\w-]*)(?:\s|$)/,
  /^(?:\S*\/)?(?:gradlew?|mvnw?)\s+(?:\S+\s+)*?(?:[\w:-]*:)?(?:test|check|verify)(?:\s|$)/,
]

/** True when one of the commands of the line runs tests. */
export function runsTests(line: string, own: readonly string[]): boolean {
  // Texts in quotes are arguments, whatever they say.
  const bare = line.slice(0, 5000).replace(/'[^']*'|"(?:[^"\\]|\\.)*"/g, '""')
  return bare
    .split(/&&|\|\||[;|\n&(){}]/)
    .map((part) => part.trim().replace(FRONT, ''))
    .some(
      (part) => own.some((start) => part.startsWith(start)) || RUNNERS.some((runner) => runner.test(part)),
    )
}

// A run that came to no tests says nothing about any.
const NO_RUN =
  /^Exit code (?:126|127)\b|Missing script|command not found|no tests ran|No test files? found|No tests found|could not find `Cargo\.toml`/i

// What runners print of tests that failed, for when the exit status is that of a pipe.
const FAILURE =
  /^\s*(?:FAIL|FAILED|--- FAIL:|not ok \d)\b|^\s*(?:Tests|Test Files|Test Suites):?\s+[^\n]*\b[1-9]\d* failed|\b[1-9]\d* (?:failed|failing|failures?)\b|test result: FAILED|^FAILED \S+::/m

/** How a test run ended, from what it printed; `undefined` when no tests were run. */
export function outcomeOf(output: string, hasFailed: boolean): TestRun | undefined {
  if (NO_RUN.test(output)) return undefined
  return hasFailed || FAILURE.test(output) ? 'failed' : 'passed'
}
