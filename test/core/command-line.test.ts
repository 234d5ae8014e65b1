import { expect, test } from 'vitest'
import { entryCommand } from '../../src/core/command-line.ts'

const HOOKS = ['pack/guard', '@acme/pack/one']

test('a project finds its runtime by the variable of the client', () => {
  expect(entryCommand({ name: 'project', folder: '/p/.claude/hookpack' }, HOOKS)).toBe(
    `node -e "require('module')._load(process.env.CLAUDE_PROJECT_DIR+'/.claude/hookpack/runtime.cjs')" pack/guard "@acme/pack/one"`,
  )
})

test.each([
  ['/home/ann/.claude/hookpack', '"/home/ann/.claude/hookpack/runtime.cjs"'],
  ['/home/Jörg (work), 2/.claude/hookpack', '"/home/Jörg (work), 2/.claude/hookpack/runtime.cjs"'],
  ['C:\\Users\\Ann Lee\\.claude\\hookpack', '"C:/Users/Ann Lee/.claude/hookpack/runtime.cjs"'],
  ['\\\\server\\home\\hookpack', '"//server/home/hookpack/runtime.cjs"'],
  ['/home/a$b/hookpack', `-e "require('module')._load('/home/a\\u0024b/hookpack/runtime.cjs')"`],
  ["/home/o'neil/hookpack", `-e "require('module')._load('/home/o\\u0027neil/hookpack/runtime.cjs')"`],
  ['/home/50%/hookpack', `-e "require('module')._load('/home/50\\u0025/hookpack/runtime.cjs')"`],
  ['/home/a\\b/hookpack', `-e "require('module')._load('/home/a\\u005cb/hookpack/runtime.cjs')"`],
  ['/home/😀/hookpack', `-e "require('module')._load('/home/\\ud83d\\ude00/hookpack/runtime.cjs')"`],
])('the folder %s is written so that every shell reads it alike', (folder, written) => {
  expect(entryCommand({ name: 'user', folder }, ['pack/guard'])).toBe(`node ${written} pack/guard`)
})
