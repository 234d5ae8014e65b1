import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LONGEST_COMMAND } from '../../../src/runtime/src/kit/bash/limits.ts'
import { mayMatter } from '../src/prefilter.ts'
import type { Options } from '../src/types.ts'
import { builtPack } from './built.ts'

const { analysis } = await builtPack()

const PLACE = { cwd: '/srv/shop/project', projectDir: '/srv/shop/project', home: '/home/someone' }
const NO_OPTIONS: Options = { groups: {}, allow: [], protectedPaths: [], rules: [] }

// What the guard says to a command that is not too long to be read.
function verdictOf(command: string): string | undefined {
  return mayMatter(command)
    ? analysis.analyse(command, { options: NO_OPTIONS, place: PLACE })?.verdict
    : undefined
}

// A word written with other quotes, the same for the shell.
const spellings: ((word: string) => string)[] = [
  (word) => word,
  (word) => `'${word}'`,
  (word) => `"${word}"`,
  (word) => [...word].map((letter) => `\\${letter}`).join(''),
  (word) => `${word.slice(0, 1)}''${word.slice(1)}`,
  (word) => `${word.slice(0, 1)}"${word.slice(1)}"`,
  (word) => `$'${[...word].map((letter) => `\\x${letter.charCodeAt(0).toString(16)}`).join('')}'`,
  (word) =>
    `$'${[...word].map((letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`).join('')}'`,
]

const inner = (command: string) => `'${command.replaceAll("'", `'\\''`)}'`

// A command inside another one that runs it.
const wrappings: ((command: string) => string)[] = [
  (command) => `sudo ${command}`,
  (command) => `env A=1 ${command}`,
  (command) => `nice -n 3 ${command}`,
  (command) => `timeout -k 1 9 ${command}`,
  (command) => `bash -c ${inner(command)}`,
  (command) => `sh -ec ${inner(command)}`,
  (command) => `eval ${inner(command)}`,
  (command) => `echo "$( ${command} )"`,
  (command) => `{ ${command}; }`,
  (command) => `( ${command} )`,
  (command) => `true && ${command}`,
  (command) => `cd src; ${command} || true`,
  (command) => `if true; then ${command}; fi`,
  (command) => `for i in 1 2; do ${command}; done`,
  (command) => `f() { ${command}; }; f`,
  (command) => `c=${inner(command)}; eval "$c"`,
  (command) => `echo ${inner(command)} | sh`,
  (command) => `sh <<< ${inner(command)}`,
  (command) => `cat <( ${command} )`,
  (command) => `until ${command}; do :; done`,
  (command) => `case x in (x) ${command} ;; esac`,
  (command) => `trap ${inner(command)} EXIT`,
  (command) => `printf %s ${inner(command)} | bash -s`,
  (command) => `xargs -I@@ sh -c ${inner(command)} <<< x`,
  (command) => `alias go=${inner(command)}\ngo`,
  (command) => `g=(bash -c ${inner(command)}); "\${g[@]}"`,
  (command) => `find . -maxdepth 0 -exec sh -c ${inner(command)} \\;`,
  (command) => `[[ -n x ]] && ${command}`,
  (command) => `(( 1 )) && { ${command}; } & wait`,
  (command) => `{ ${command}\n} > /dev/null 2>&1`,
  (command) => `python3 -c ${inner(`import os\nos.system(${JSON.stringify(command)})`)}`,
]

// Wrappers in front of a word only fit simple commands.
const SIMPLE = 4

const disguised = fc
  .record({
    words: fc.tuple(
      ...['rm', '-rf'].map((word) => fc.constantFrom(...spellings).map((spell) => spell(word))),
    ),
    target: fc.constantFrom(
      '~',
      '"$HOME"',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
      '${HOME}',
      '~/',
      '/',
      '/home/someone',
      '$HOME/',
      '/home/someone/.',
    ),
    space: fc.constantFrom(' ', '  ', '\t', ' \\\n '),
    document: fc.boolean(),
    simple: fc.array(fc.constantFrom(...wrappings.slice(0, SIMPLE)), { maxLength: 2 }),
    outer: fc.array(fc.constantFrom(...wrappings.slice(SIMPLE)), { maxLength: 3 }),
  })
  .map(({ words, target, space, document, simple, outer }) => {
    const plain = [...words, target].join(space)
    const command = document ? `{ bash <<'STOP'\n${plain}\nSTOP\n}` : plain
    return [...(document ? [] : simple), ...outer].reduce((wrapped, wrap) => wrap(wrapped), command)
  })

describe('block-dangerous-bash', () => {
  it('never lets a removal of the home folder or the root pass, however it is written', () => {
    fc.assert(
      fc.property(disguised, (command) => {
        expect(verdictOf(command), command).toBe('deny')
      }),
      { numRuns: 400 },
    )
  })

  it('never throws on any text', () => {
    const scraps = fc.constantFrom(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: scraps of shell
      ...'rm -rf ~ / $( ) ` " \' ; & | && || { } [ ] < > << <<< >( <( $ ${ } $(( )) \\ \n # ! if then fi for in do done case esac eval git push curl sh x=1 $x ${x:-y} *'.split(
        / (?! )/,
      ),
    )
    const soup = fc.array(scraps, { maxLength: 30 }).map((parts) => parts.join(' '))
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ maxLength: 200 })), (command) => {
        expect([undefined, 'ask', 'deny']).toContain(verdictOf(command))
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['subshells', `${'( '.repeat(1000)}rm -rf ~${' )'.repeat(1000)}`],
    ['groups', `${'{ '.repeat(1000)}rm -rf ~; ${'} ; '.repeat(1000)}`],
    ['substitutions', `echo ${'$('.repeat(1000)}rm -rf ~${')'.repeat(1000)}`],
    ['conditions', `${'if true; then '.repeat(1000)}rm -rf ~; ${'fi; '.repeat(1000)}`],
    ['wrappers', `${'sudo '.repeat(1000)}rm -rf ~`],
    ['evaluations', `${'eval '.repeat(1000)}rm -rf ~`],
    ['open quotes', 'rm "$('.repeat(1000)],
    ['braces', `rm -rf ${'{a,b}'.repeat(1000)}`],
  ])('asks about or refuses %s nested a thousand times', (_, command) => {
    expect(['ask', 'deny']).toContain(verdictOf(command))
  })

  it.each([
    ['statements', 'rm x;'],
    ['words', 'rm x '],
    ['quotes', 'rm "\''],
    ['expansions', 'rm ${x:-'],
    ['here-documents', 'rm <<E\n'],
    ['globs', 'rm /*?[a'],
  ])('reads the longest readable line of %s without failing', (_, scrap) => {
    const command = scrap.repeat(LONGEST_COMMAND / scrap.length)
    expect([undefined, 'ask', 'deny']).toContain(verdictOf(command))
  })

  it('lets no command of a megabyte pass the filter unread', () => {
    expect(mayMatter('a'.repeat(1_000_000))).toBe(true)
  })

  it.each([
    'ls -la',
    'git status',
    'git commit -m wip',
    'npm test',
    'node --version | head -1',
    'echo done > out.txt',
  ])('does not start the parser for `%s` unless a word asks for it', (command) => {
    expect(mayMatter(command)).toBe(command.startsWith('node'))
  })
})
