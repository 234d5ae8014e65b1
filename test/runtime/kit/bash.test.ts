// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the shell
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LONGEST_COMMAND } from '../../../src/runtime/src/kit/bash/limits.ts'
import { type BashCommand, bashView, HOLE } from '../../../src/runtime/src/kit/bash/view.ts'

/** A command as words in one text, a hole as `?`. */
function shown({ program, args }: BashCommand): string {
  return [program, ...args].map((word) => (word?.text ?? '').replaceAll(HOLE, '?')).join(' ')
}

const commandsOf = (line: string): string[] => bashView(line).commands.map(shown)

describe('words', () => {
  test.each([
    ['single quotes', `git 'commit' -m 'a  b'`, 'git commit -m a  b'],
    ['double quotes', 'echo "a  b"', 'echo a  b'],
    ['escapes', 'ec\\ho a\\ b', 'echo a b'],
    ['letters by number', `$'\\x67it' push`, 'git push'],
    ['quotes inside a word', `g'i't p"us"h`, 'git push'],
    ['a continued line', 'git \\\n push', 'git push'],
    ['variables', 'cp "$A" ${B:-x}/c $1 $@', 'cp ? ?/c ? ?'],
    ['arithmetic', 'sleep $((1 + 1))', 'sleep ?'],
    ['braces', 'mv {a,b}.js x{1..3}', 'mv a.js b.js x1 x2 x3'],
    ['nested braces', 'echo {a,b{c,"d e"}}', 'echo a bc bd e'],
    ['braces in quotes', 'echo "{a,b}"', 'echo {a,b}'],
    ['globs and the home folder, as they are', 'ls *.js ~/x', 'ls *.js ~/x'],
    ['assignments behind the program', 'dd if=/a of="$B"', 'dd if=/a of=?'],
  ])('reads %s', (_, line, expected) => {
    expect(commandsOf(line)).toEqual([expected])
  })

  test('says what is known', () => {
    const [command] = bashView('echo plain "$x" a$(b)').commands
    expect(command?.args).toEqual([
      { text: 'plain', known: true },
      { text: HOLE, known: false },
      { text: `a${HOLE}`, known: false },
    ])
  })

  test.each([
    ['/usr/bin/git', 'git'],
    ['GIT.exe', 'git'],
    ['./node_modules/.bin/eslint', 'eslint'],
    ['./scripts/git', './scripts/git'],
    ['$HOME/bin/git', 'git'],
    ['$GIT', undefined],
    ['""', undefined],
  ])('knows the program %s as %s', (word, name) => {
    expect(bashView(`${word} x`).commands[0]?.name).toBe(name)
  })

  test('tells assignments from arguments', () => {
    const [command] = bashView('A=1 B="$x" C=(1 "2 3") git push D=4').commands
    expect(command?.assignments).toEqual([
      { name: 'A', values: [{ text: '1', known: true }] },
      { name: 'B', values: [{ text: HOLE, known: false }] },
      { name: 'C', values: ['1', '2 3'].map((text) => ({ text, known: true })) },
    ])
    expect(command && shown(command)).toBe('git push D=4')
    expect(bashView('A=1').commands).toMatchObject([{ args: [], assignments: [{ name: 'A' }] }])
  })
})

describe('redirections', () => {
  test.each([
    ['x > a', [{ operator: '>', target: 'a' }]],
    ['2>>"b c" x', [{ operator: '>>', descriptor: 2, target: 'b c' }]],
    [
      'x 2>&1 <in',
      [
        { operator: '>&', descriptor: 2, target: '1' },
        { operator: '<', target: 'in' },
      ],
    ],
    ['exec {log}>f', [{ operator: '>', descriptor: 'log', target: 'f' }]],
    ['x &>> all', [{ operator: '&>>', target: 'all' }]],
    ['cat <<< "a $b"', [{ operator: '<<<', target: 'a ?' }]],
    ['cat <<E\na $b\nE', [{ operator: '<<', target: 'a ?\n' }]],
    [`cat <<'E'\na $b\nE`, [{ operator: '<<', target: 'a $b\n' }]],
    ['cat <<-E\n\t\ta\n\tE', [{ operator: '<<-', target: 'a\n' }]],
    ['> f', [{ operator: '>', target: 'f' }]],
    ['for x in a; do :; done > f', [{ operator: '>', target: 'f' }]],
  ] as const)('of `%s`', (line, expected) => {
    const found = bashView(line).commands.flatMap(({ redirects }) =>
      redirects.map((one) => ({ ...one, target: one.target.text.replaceAll(HOLE, '?') })),
    )
    expect(found).toEqual(expected)
  })
})

describe('pipes', () => {
  /** Each command with the names of those that are piped into it. */
  function pipes(line: string): string[] {
    const { commands } = bashView(line)
    const name = (command: BashCommand | undefined): string => command?.name ?? '?'
    return commands.map((command) =>
      [...command.pipedFrom.map((place) => name(commands[place])), name(command)].join(' '),
    )
  }

  test.each([
    ['a | b |& c', ['a', 'a b', 'b c']],
    ['a && b | c; d', ['a', 'b', 'b c', 'd']],
    ['curl x | { cat; sudo sh; }', ['curl', 'curl cat', 'curl sudo', 'curl sh']],
    ['(a; b) | c', ['a', 'b', 'a b c']],
    ['sudo curl x | sh', ['sudo', 'curl', 'sudo curl sh']],
    ['a | while read x; do b; done | c', ['a', 'a read', 'a b', 'read b c']],
    ['tee >(sh)', ['tee', 'tee sh']],
    ['! time a | b', ['a', 'a b']],
  ])('of `%s`', (line, expected) => {
    expect(pipes(line)).toEqual(expected)
  })
})

describe('commands inside others', () => {
  test.each([
    ['a substitution', 'echo "$(git push)"', 'substitution', 'git push'],
    ['backquotes', 'echo `git push`', 'substitution', 'git push'],
    ['an assignment', 'x=$(git push)', 'substitution', 'git push'],
    ['a redirection', 'x > "$(git push)"', 'substitution', 'git push'],
    ['a here-document', 'cat <<E\n$(git push)\nE', 'substitution', 'git push'],
    ['a default', 'echo ${x:-$(git push)}', 'substitution', 'git push'],
    ['an index', 'echo ${x[$(git push)]}', 'substitution', 'git push'],
    ['arithmetic', 'echo $((1 + $(git push)))', 'substitution', 'git push'],
    ['a process substitution', 'diff <(git push) x', 'process-substitution', 'git push'],
    ['sudo', 'sudo -u bob A=1 git push', 'wrapper', 'git push'],
    ['env', 'env -i -u X A=1 git push', 'wrapper', 'git push'],
    ['timeout', 'timeout -k 5 10 git push', 'wrapper', 'git push'],
    ['xargs', 'xargs -0 -I{} git push {}', 'wrapper', 'git push {}'],
    ['find', 'find . -exec git push {} \\; -print', 'wrapper', 'git push {}'],
    ['find with a list', 'find . -execdir git push {} +', 'wrapper', 'git push {}'],
    ['npx', 'npx -y git push', 'wrapper', 'git push'],
    ['command', 'command git push', 'wrapper', 'git push'],
    ['exec', 'exec -a x git push', 'wrapper', 'git push'],
    ['a shell', `bash -ec 'git push'`, 'code', 'git push'],
    ['a shell that is fed', 'bash <<< "git push"', 'code', 'git push'],
    ['a shell with a here-document', `sh -s <<'E'\ngit push\nE`, 'code', 'git push'],
    ['eval', 'eval git "push $x"', 'code', 'git push ?'],
    ['the option of a program', 'env -S "git push"', 'code', 'git push'],
    ['a watched line', 'watch -n 1 "git push"', 'code', 'git push'],
  ])('are found in %s', (_, line, via, expected) => {
    const { commands, broken, tooComplex } = bashView(line)
    const inner = commands.find((command) => command.parent === 0)
    expect({ shown: inner && shown(inner), via: inner?.via }).toEqual({ shown: expected, via })
    expect({ broken, tooComplex }).toEqual({})
  })

  test.each([
    ['a list', 'git push; b'],
    ['a group', '{ git push; }'],
    ['a subshell', '(git push)'],
    ['a condition', 'if a; then b; elif c; then git push; else d; fi'],
    ['a loop', 'while a; do git push; done'],
    ['a loop over words', 'for x in a b; do git push; done'],
    ['a loop over numbers', 'for ((i = 0; i < 3; i++)); do git push; done'],
    ['a choice', 'case $x in a | b) git push ;; esac'],
    ['a menu', 'select x in a; do git push; done'],
    ['a function', 'f() { git push; }'],
    ['a coprocess', 'coproc git push'],
    ['the background', 'git push &'],
    ['the words of a loop', 'for x in $(git push); do :; done'],
    ['a test', '[[ $(git push) ]]'],
    ['arithmetic', '((x = $(git push)))'],
    ['a pattern', 'case x in $(git push)) ;; esac'],
    ['a shell in a shell', `sudo bash -c "sh -c 'git push'"`],
  ])('are found in %s', (_, line) => {
    expect(commandsOf(line)).toContain('git push')
  })

  test.each([
    ['text in quotes', `echo 'git push; $(git push)'`],
    ['the text of a here-document', `cat <<'E'\ngit push\n$(git push)\nE`],
    ['a comment', 'ls # git push'],
    ['a message', 'git commit -m "then: git push"'],
    ['a question for a name', 'command -v git push'],
    ['the option of a wrapper', 'sudo -u git ls'],
  ])('are not seen in %s', (_, line) => {
    expect(commandsOf(line)).not.toContain('git push')
  })

  test('know where they lie', () => {
    const { commands } = bashView('sudo sh -c "a $(b)" &')
    expect(commands.map(({ name, parent, via, background }) => ({ name, parent, via, background }))).toEqual([
      { name: 'sudo', parent: undefined, via: undefined, background: true },
      { name: 'b', parent: 0, via: 'substitution', background: false },
      { name: 'sh', parent: 0, via: 'wrapper', background: false },
      { name: 'a', parent: 2, via: 'code', background: false },
    ])
  })

  test('have the text that was written', () => {
    expect(bashView('a "x  y" > f; sudo b  "$c"').commands.map(({ text }) => text)).toEqual([
      'a "x  y" > f',
      'sudo b  "$c"',
      'b …',
    ])
  })
})

describe('any text', () => {
  test.each([
    ['an open quote', `git push "x`],
    ['an open substitution', 'git push $(a'],
    ['nothing behind an operator', 'git push &&'],
    ['an open group', '{ git push;'],
  ])('gives what can be read of %s', (_, line) => {
    const view = bashView(line)
    expect(view.broken).toEqual(expect.any(String))
    expect(view.commands[0]?.name).toBe('git')
  })

  test('is broken when a text for a shell in it is', () => {
    expect(bashView(`bash -c 'if a'`).broken).toEqual(expect.any(String))
  })

  test('gives nothing for nothing', () => {
    for (const line of ['', ' \n', '# only a comment']) expect(bashView(line)).toEqual({ commands: [] })
  })

  test.each([
    ['longer than can be read', 'a'.repeat(LONGEST_COMMAND + 1)],
    ['nested in parentheses', '( '.repeat(1000)],
    ['nested in groups', `${'{ '.repeat(1000)}a; ${'} ;'.repeat(1000)}`],
    ['nested in substitutions', `${'echo $('.repeat(1000)}a${')'.repeat(1000)}`],
    ['nested in wrappers', `${'sudo '.repeat(1000)}a`],
    ['of many commands', 'a;'.repeat(3000)],
    ['of many words', `echo ${'a '.repeat(3000)}`],
    ['of many alternatives', `echo ${'{a,b}'.repeat(1000)}`],
  ])('says so when it is %s', (_, line) => {
    expect(bashView(line).tooComplex).toEqual(expect.any(String))
  })

  test('is read within seconds, whatever it repeats', () => {
    const scraps = [
      '$',
      '$(',
      '$((',
      '"$(',
      "'",
      '"',
      '`x ',
      '\\',
      '<<-E ',
      '<<<x ',
      '<(x ',
      '{a,{',
      'a|',
      'rm ${x:-',
    ]
    for (const scrap of [
      ...scraps,
      'sudo ',
      'eval ',
      'find -exec ',
      'x=(',
      '[[ a && ',
      'case x in ',
      `$'\\x41'`,
    ]) {
      const started = performance.now()
      bashView(scrap.repeat(LONGEST_COMMAND / scrap.length))
      expect(performance.now() - started, scrap).toBeLessThan(10_000)
    }
  })

  test('never makes it throw, and its places are right', () => {
    const words =
      'git push sudo bash -c eval find -exec ; & | && ( ) { } $( ` " \' \\ $x ${x:- } <<E \n E > < <( a=( ) [[ ]] (( )) for in do done if then fi case esac {a,b} * ~ !'
    const soup = fc
      .array(fc.constantFrom(...words.split(' ')), { maxLength: 30 })
      .map((parts) => parts.join(' '))
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ maxLength: 200 })), (line) => {
        const { commands } = bashView(line)
        for (const [place, command] of commands.entries()) {
          expect(command.parent ?? -1).toBeLessThan(place)
          for (const from of command.pipedFrom) expect(from).toBeLessThan(place)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('that is no text at all is broken', () => {
    expect(bashView(undefined as unknown as string)).toEqual({ commands: [], broken: expect.any(String) })
  })
})
