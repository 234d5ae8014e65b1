import { expect, test } from 'vitest'
import { onlyLooks } from '../src/git-looks.ts'

test.each([
  'git status',
  'git diff --stat HEAD~3 -- src/a.ts',
  'git log --oneline -20',
  ' git add -A\n',
  'git show HEAD:src/a.ts',
])('%j only looks', (command) => {
  expect(onlyLooks(command)).toBe(true)
})

test.each([
  'git commit -m x',
  'git push',
  'git -c core.hooksPath=/dev/null status',
  'git status; git push --no-verify',
  'git status\ngit push --no-verify',
  'git log --output=.git/hooks/pre-commit',
  'git diff --outpu .git/hooks/pre-commit',
  'git status > .git/hooks/pre-commit',
  'git add $(git push -f)',
  'git add `git push -f`',
  "git add ''",
  'git diff && git push',
  'git status & git push',
  'git add {a,b}',
  'GIT_CONFIG_COUNT=1 git status',
  'git branch -D main',
])('%j has to be read', (command) => {
  expect(onlyLooks(command)).toBe(false)
})

test('a long line is judged at once', () => {
  expect(onlyLooks(`git add ${'a '.repeat(200_000)}!`)).toBe(false)
})
