import { describe, expect, it } from 'vitest'
import { LONGEST_COMMAND } from '../../../src/runtime/src/kit/bash/limits.ts'
import { mayMatter } from '../src/prefilter.ts'
import { builtPack } from './built.ts'

const { analysis } = await builtPack()

const QUESTION = {
  options: { groups: {}, allow: [], protectedPaths: [], rules: [] },
  place: { cwd: '/home/dev/project', projectDir: '/home/dev/project', home: '/home/dev' },
}
const DEEP = 1000

// Each command that is started counts as one step; the reader stops counting at its own limit.
function read(command: string): { readonly verdict: string | undefined; readonly steps: number } {
  let steps = 0
  const { reader } = analysis
  const counting: typeof reader = {
    dispatch: (words, scope, stdin) => {
      steps += 1
      return reader.dispatch(words, scope, stdin)
    },
    runSource: reader.runSource,
  }
  expect(mayMatter(command)).toBe(true)
  return { verdict: analysis.analyse(command, { ...QUESTION, reader: counting })?.verdict, steps }
}

const around = (before: string, after: string, middle = 'rm -rf ~') =>
  before.repeat(DEEP) + middle + after.repeat(DEEP)

const nested: readonly (readonly [string, string])[] = [
  ['parentheses', around('( ', ' )')],
  ['groups', around('{ ', '; }')],
  ['substitutions', `echo ${around('$(echo ', ')')}`],
  ['quoted substitutions', `echo ${around('"$(echo ', ')"')}`],
  ['parameters', `echo ${around('${x:-', '}', '$(rm -rf ~)')}`],
  ['braces', `rm -rf ${around('{a,', '}', '~')}`],
  ['a row of braces', `rm -rf ${'{a,b}'.repeat(DEEP)}`],
  ['conditions', around('if true; then ', '; fi')],
  ['loops', around('while true; do ', '; done')],
  ['counted loops', around('for i in a b; do ', '; done')],
  ['cases', around('case x in x) ', ' ;; esac')],
  ['processes', `cat ${around('<(cat ', ')')}`],
  [
    'functions',
    Array.from({ length: 500 }, (_, at) => `f${at}() { f${at + 1}; }; `).join('') +
      'f0'.padEnd(3) +
      '; f500() { rm -rf ~; }; f0',
  ],
  ['evaluations', `${'eval '.repeat(DEEP)}rm -rf ~`],
  ['wrappers', `${'sudo '.repeat(DEEP)}rm -rf ~`],
  ['env', `${'env A=1 '.repeat(DEEP)}rm -rf ~`],
  ['xargs', `${'xargs '.repeat(DEEP)}rm -rf ~`],
  ['inner shells', `${'sh -c '.repeat(DEEP)}'rm -rf ~'`],
  ['ssh', `${'ssh host '.repeat(DEEP)}rm -rf /`],
  ['here-documents in substitutions', `rm $(cat <<E\n`.repeat(DEEP) + 'E\n)'.repeat(DEEP)],
  ['inline code', `python3 -c '${'os.system('.repeat(DEEP)}"rm -rf ~"${')'.repeat(DEEP)}'`],
  ['lists in inline code', `python3 -c 'os.system(${'["a",'.repeat(DEEP)}'`],
  ['arithmetic', `echo ${around('$(( ', ' ))', '$(rm -rf ~)')}`],
]

describe('a command that is too much to read', () => {
  it.each(nested)('is stopped when it nests a thousand %s', (_, command) => {
    const { verdict, steps } = read(command)
    // A thousand shells in a row are one shell with the name of another one.
    expect(['ask', 'deny', ...(command.startsWith('sh -c') ? [undefined] : [])]).toContain(verdict)
    expect(steps).toBeLessThan(3000)
  })

  it.each([
    ['pipes', `${'cat | '.repeat(10_000)}rm -rf ~`],
    ['removals in a pipe', Array(10_000).fill('rm x').join('|')],
    ['and', `${'rm x && '.repeat(8_000)}rm -rf ~`],
    ['semicolons', `${'rm x; '.repeat(10_000)}rm -rf ~`],
    ['jobs', `${'rm x & '.repeat(9_000)}rm -rf ~`],
    ['lines', `${'rm x\n'.repeat(13_000)}`],
    ['loops in loops', `${'for i in a b c d; do '.repeat(12)}rm -rf "$i"; ${'done; '.repeat(12)}`],
    [
      'calls of calls',
      `${Array.from({ length: 20 }, (_, at) => `f${at}() { f${at + 1}; f${at + 1}; }; `).join('')}f20() { rm x; }; f0`,
    ],
    ['words', `rm -rf ${'x '.repeat(20_000)}~`],
    ['variables', `rm -rf ${'$x '.repeat(9_000)}~`],
    ['items', `echo ${'/a '.repeat(10_000)} | xargs -I{} rm -rf {}`],
  ])('is stopped after a bounded number of steps for many %s', (_, command) => {
    const { verdict, steps } = read(command)
    expect(['ask', 'deny']).toContain(verdict)
    expect(steps).toBeLessThan(3000)
  })

  it.each([
    ['replacement', `x=${'a'.repeat(900)}; rm -rf "\${x//*a*a*a*b/}"`],
    ['prefix', `x=${'a'.repeat(900)}; rm "\${x##*a*a*a*b}"; rm -rf ~`],
    ['pattern of a path', `rm -rf /${'*a'.repeat(120)}b`],
    ['pattern of a program', `/*/${'*a'.repeat(120)}b -rf ~`],
    ['bracket', `rm -rf /${'[a-z]*'.repeat(40)}!`],
    ['sed script', `echo '${'a'.repeat(900)}!' | sed -E 's/(a+)+$/x/' | sh`],
    ['simple sed script', `echo '${'a'.repeat(900)}!' | sed 's/a*a*a*b/x/' | sh`],
    ['long path', `rm -rf ${'../'.repeat(20_000)}`],
    ['long word', `rm -rf /${'a'.repeat(60_000)}`],
    ['sum in inline code', `node -e 'a="aaaaaaaa";${'a=a+a;'.repeat(60)}require("fs").rmSync(a)'`],
    ['sum of variables', `a=rmrmrmrm;${'a=$a$a;'.repeat(60)}$a -rf ~`],
  ])('is read in time in spite of a costly %s', (_, command) => {
    expect(['ask', 'deny']).toContain(read(command).verdict)
  })

  it('is asked about when it is a megabyte long', () => {
    expect(mayMatter('('.repeat(1_000_000))).toBe(true)
    expect('ls '.repeat(350_000).length).toBeGreaterThan(LONGEST_COMMAND)
  })
})
