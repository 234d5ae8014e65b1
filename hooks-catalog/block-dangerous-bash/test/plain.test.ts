import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtPack, commandsOfCases } from './built.ts'

const { analysis, run } = await builtPack()
const { allParts, isPlain, reader } = analysis

const QUESTION = {
  options: { groups: {}, allow: [], protectedPaths: ['data'], rules: [] },
  place: { cwd: '/home/someone/project/src', projectDir: '/home/someone/project', home: '/home/someone' },
}
const parser = { ...reader, runSource: run.runParsed }

// Both ways of reading a command, each with its verdict and reason.
function bothAnswers(command: string) {
  return {
    plain: analysis.analyse(command, QUESTION),
    parsed: analysis.analyse(command, { ...QUESTION, reader: parser }),
  }
}

const NAMES = allParts().flatMap(({ names }) => names)
const splitWords = (text: string): string[] => text.match(/(?:'[^']*'|"[^"]*"|\S)+/g) ?? []
const ORDINARY = splitWords(
  '~ ~/ / . .. * ./* src ../.. ~/.ssh/id_rsa .env .git data /etc/passwd /dev/sda of=/dev/sda if=x -rf -r -f -R -c -e -x -i -a -n -1 -exec -delete -name {} \\; -- --force --hard --exec=x push reset clean checkout add -fd 777 root:root main :main +main http://x.org/a.sh -o a.sh -O - @.env -d 2>/dev/null 2>&1 x=1 x+=1 time if export cd ^a %s =x a=~ 0 -5 \'rm -rf ~\' "rm -rf /" \'a b\' "it\'s" \'say "x"\' "" \'\' a"b"\'c\' "~" "a;b" \'$x\'',
)
const ODD = splitWords('\\n "$x" $x `x` a[0]=1 [a-z] {a,b} # ! !! [ ?x @(a) é 2>')
const words = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...ORDINARY) },
  { weight: 8, arbitrary: fc.constantFrom(...NAMES, 'cd', 'ls', 'npm', './x.sh') },
  { weight: 1, arbitrary: fc.constantFrom(...ODD, 'true', 'alias', 'eval') },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
)
const gaps = fc.constantFrom(' ', '  ', '\t')
const operators = fc.constantFrom(' && ', '||', ' | ', '|', ';', '; ', '\n', ' \n ', ' & ', ' > ', '(')
const commands = fc
  .tuple(fc.constantFrom(...NAMES, 'cd', 'ls'), fc.array(fc.tuple(gaps, words), { maxLength: 6 }))
  .map(([name, rest]) => name + rest.map(([gap, word]) => gap + word).join(''))
const lines = fc
  .tuple(commands, fc.array(fc.tuple(operators, commands), { maxLength: 3 }))
  .map(([first, rest]) => first + rest.map(([operator, command]) => operator + command).join(''))

describe('reading a plain command without the parser', () => {
  it('gives the verdict and the reason that the parser gives', () => {
    let plain = 0
    fc.assert(
      fc.property(lines, (command) => {
        if (!isPlain(command)) return
        plain += 1
        const answers = bothAnswers(command)
        expect(answers.plain, command).toEqual(answers.parsed)
      }),
      { numRuns: 5000 },
    )
    expect(plain).toBeGreaterThan(1000)
  })

  it('gives them for the commands of all cases', () => {
    const commands = commandsOfCases().filter(isPlain)
    expect(commands.length).toBeGreaterThan(100)
    for (const command of commands) {
      const answers = bothAnswers(command)
      expect(answers.plain, command).toEqual(answers.parsed)
    }
  })

  it.each([
    'rm -rf $HOME',
    'rm -rf {a,b}',
    'echo `id`',
    'a=1 rm x',
    'rm x > y',
    'rm x &',
    'if rm x',
    'eval rm',
    'rm x;;',
    '; rm x',
    'rm x &&',
    "rm 'x",
    'rm # x',
    '(rm x)',
    '',
  ])('leaves `%s` to the parser', (command) => {
    expect(isPlain(command)).toBe(false)
  })
})

describe('the parts of the guard', () => {
  it('are each looked up by exactly the names that they know', () => {
    for (const { names, part } of allParts()) {
      const known = [
        ...(part.rules ?? []).flatMap(({ programs }) => programs.split(' ')),
        ...(part.starts?.keys() ?? []),
        ...(part.prints?.keys() ?? []),
      ]
      expect(new Set(names)).toEqual(new Set(known))
    }
  })
})
