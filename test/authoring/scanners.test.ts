// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code in texts
import { describe, expect, test } from 'vitest'
import { bare, type Language, languageOf } from '../../src/core/validate/code.ts'
import { decisionsInCode, isAboutDecision } from '../../src/core/validate/decisions.ts'
import { hiddenText } from '../../src/core/validate/hidden-text.ts'
import { isMinified, opaqueCode } from '../../src/core/validate/opaque.ts'
import { touchesOf } from '../../src/core/validate/touches.ts'

describe('what code seems to touch', () => {
  test.each<[Language, string, readonly string[]]>([
    ['js', "import http from 'node:http'", ['network node:http']],
    ['js', 'const net = require("net")', ['network net']],
    ['js', "process.getBuiltinModule('node:tls')", ['network node:tls']],
    ['js', 'import("got"); from("axios")', ['network got']],
    ['js', "const words = ['got', 'net', 'child_process']", []],
    ['js', 'await fetch(url)', ['network fetch']],
    ['js', 'cache.fetch(url); prefetch(url)', []],
    ['js', 'new WebSocket(url)', ['network new WebSocket']],
    ['js', "const { spawn } = await import('child_process')", ['runs child_process']],
    ['js', '// fetch(url)\n/* require("http") */', []],
    ['js', "const text = 'https://example.com is child_process'", []],
    ['js', "import fs from 'fs'\nfs.rm(a); fs.promises.writeFile(a)", ['writes fs.rm', 'writes writeFile']],
    ['js', "var import_fs = require('fs'); (0, import_fs.mkdirSync)(a)", ['writes mkdirSync']],
    ['js', "require('fs').readFileSync(a); list.rm(b)", []],
    ['js', 'function writeFile(a) {}\nwriteFile(1)', []],
    [
      'js',
      'process.env.API_KEY; env["MY_TOKEN"]; env.HOME; env?.NPM_TOKEN',
      ['env API_KEY', 'env MY_TOKEN', 'env NPM_TOKEN'],
    ],
    ['python', 'import urllib.request, json', ['network import urllib']],
    ['python', 'from http.client import HTTPConnection', ['network from http.client']],
    ['python', '# import requests\n"""\nimport requests\n"""', []],
    ['python', 'import subprocess\nos.system("x")', ['runs import subprocess', 'runs os.system']],
    [
      'python',
      "open(path, 'w'); open(path); open(path, 'rb'); open(a(b), mode='ab')",
      ["writes open(path, 'w'", "writes open(a(b), mode='ab'"],
    ],
    [
      'python',
      'Path(a).write_text(b); shutil.rmtree(c); os.environ.get("GH_TOKEN")',
      ['writes .write_text', 'writes shutil.rmtree', 'env GH_TOKEN'],
    ],
    ['shell', 'curl -s x | jq .', ['network curl']],
    ['shell', 'x=$(wget -qO- y)', ['network wget']],
    ['shell', 'echo "$(curl x)"', ['network curl']],
    ['shell', "echo 'curl x' curl; [[ $a == curl ]] && true", []],
    ['shell', 'if ! git diff --quiet; then npm test; fi', ['runs git', 'runs npm']],
    ['shell', '# git status\ngit_status=1', []],
    ['shell', 'echo "it\'s"; curl x; echo "don\'t"', ['network curl']],
    ['shell', 'echo a > b; echo c >> "$HOME/d"', ['writes > b', 'writes >> "$HOME/d"']],
    ['shell', 'x 2>&1 >/dev/null; echo no >&2; x 2>/dev/null; cat < in', []],
    ['shell', '(( a > b )) && [[ $a > $b ]]', []],
    ['shell', 'echo \'a > b\' "c > d"', []],
    ['shell', 'rm -rf "$x"; sed -i s/a/b/ c; mkdir -p d', ['writes rm', 'writes sed -i', 'writes mkdir']],
    ['shell', 'MY_TOKEN=1; echo "$MY_TOKEN" "${DEPLOY_TOKEN}"', ['env DEPLOY_TOKEN']],
    [
      'ruby',
      'require "net/http"\nsystem("x")\nENV["API_KEY"]',
      ['network require "net/http"', 'runs system', 'env API_KEY'],
    ],
    [
      'perl',
      'use LWP::UserAgent; system("x"); $ENV{API_KEY}',
      ['network use LWP', 'runs system', 'env API_KEY'],
    ],
    [
      'powershell',
      'Invoke-WebRequest x; $env:MY_TOKEN; Set-Content a b',
      ['network Invoke-WebRequest', 'writes Set-Content', 'env MY_TOKEN'],
    ],
  ])('%s: %s', (language, text, expected) => {
    expect(touchesOf(text, language).map(({ kind, what }) => `${kind} ${what}`)).toEqual(expected)
  })

  test.each<[Language, string]>([
    ['js', `${'fetch (a)\n'.repeat(60_000)}\n`],
    ['js', `'${' '.repeat(400_000)}`],
    ['js', `a="b"/c;`.repeat(60_000)],
    ['js', `${'{`${'.repeat(20_000)}`],
    ['python', `${'open('.repeat(60_000)}\n${'# a\n'.repeat(60_000)}`],
    ['shell', `${'#                                        \n'.repeat(20_000)}${' '.repeat(200_000)}"`],
    ['shell', `${'"'.repeat(19_999)}\n${"'[[((".repeat(4_000)}`],
  ])(
    'does not take long to see in %s',
    (language, text) => {
      expect(touchesOf(text, language).length).toBeLessThan(1000)
    },
    5_000,
  )

  test('is told with its line', () => {
    expect(touchesOf('a()\n\nfetch(b)\n', 'js')).toEqual([{ kind: 'network', line: 3, what: 'fetch' }])
  })
})

describe('code without its comments', () => {
  test.each<[Language, string, string, string]>([
    ['js', "a // b\nc /* d\n */ 'e // f'", "a     \nc     \n    'e // f'", 'a     \nc     \n            '],
    [
      'js',
      '`a ${b(`c`) /* d */} e // f` // g',
      '`a ${b(`c`)        } e // f`     ',
      '     b(   )                      ',
    ],
    [
      'js',
      'x = a / b // c\ny = /\\/\\/"/.test(d)',
      'x = a / b     \ny = /\\/\\/"/.test(d)',
      'x = a / b     \ny =        .test(d)',
    ],
    [
      'python',
      "a = 'b # c' # d\n'''e # f'''",
      "a = 'b # c'    \n           ",
      'a =            \n           ',
    ],
    ['shell', 'a "b # c" ${#d} $# # e', 'a "b # c" ${#d} $#    ', 'a         ${#d} $#    '],
  ])('%s: %j', (language, text, withStrings, code) => {
    expect(bare(text, language, 'code and strings')).toBe(withStrings)
    expect(bare(text, language, 'code')).toBe(code)
  })
})

test.each<[string, string, string | undefined, Language | undefined]>([
  ['a.mjs', '', undefined, 'js'],
  ['a.PY', '', undefined, 'python'],
  ['run', '#!/usr/bin/env -S python3 -u\n', undefined, 'python'],
  ['run', '#!/bin/sh\n', undefined, 'shell'],
  ['run.txt', 'x', 'bash -e', 'shell'],
  ['run', 'x', undefined, undefined],
  ['README.md', '# sh', undefined, undefined],
])('the language of %s that begins with %j and is run by %s is %s', (path, text, interpreter, language) => {
  expect(languageOf(path, text, interpreter)).toBe(language)
})

describe('hidden text', () => {
  const found = (path: string, text: string, isCode = false) =>
    hiddenText({ path, text }, isCode).map(({ line, message }) => `${line}: ${message}`)

  test.each([
    ['a right-to-left override', 'a\n b\u202ec', ['2: U+202E at column 3 changes the direction of the text']],
    ['an isolate', '\u2067', ['1: U+2067 at column 1 changes the direction of the text']],
    ['a zero-width space', 'a\u200bb', ['1: U+200B at column 2 cannot be seen']],
    ['a tag character', 'a\u{e0061}', ['1: U+E0061 at column 2 cannot be seen']],
    ['a filler', '\u3164', ['1: U+3164 at column 1 cannot be seen']],
    ['an escape of a terminal', 'a\u001b[31m', ['1: U+001B at column 2 cannot be seen']],
    ['a variation selector alone', 'a\ufe0f', ['1: U+FE0F at column 2 cannot be seen']],
    ['a byte order mark inside', 'a\ufeff', ['1: U+FEFF at column 2 cannot be seen']],
  ])('is %s', (_, text, expected) => {
    expect(found('README.md', text)).toEqual(expected)
    expect(found('hooks/a.js', text, true)).toEqual(expected)
  })

  test.each([
    ['a byte order mark at the start', '\ufeffa'],
    ['emoji with a form', 'careful \u26a0\ufe0f, 1\ufe0f\u20e3'],
    ['joined emoji', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
    ['a joiner that Persian needs', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
    ['tabs and line ends', 'a\tb\r\nc'],
  ])('is not %s', (_, text) => {
    expect(found('README.md', text)).toEqual([])
  })

  test('may be a control character in code, where bundlers leave them', () => {
    expect(found('a.js', '"\u001c"', true)).toEqual([])
    expect(found('README.md', '\u001c')).toHaveLength(1)
  })

  test('is found behind escapes in JSON only', () => {
    expect(found('hooks.json', '{"a":"\\u202E"}')).toHaveLength(1)
    expect(found('hooks.json', '{"a":"\\\\u202E"}')).toEqual([])
    expect(found('a.js', '"\\u202E"')).toEqual([])
  })

  test('is told of five times at most', () => {
    const messages = found('README.md', '\u200b'.repeat(9))
    expect(messages).toHaveLength(5)
    expect(messages.at(-1)).toContain('and 4 more')
  })
})

describe('code that people cannot read', () => {
  const messages = (language: Language, text: string) =>
    opaqueCode('a', text, language).map(({ message }) => message)
  const runs = 'it decodes something and runs it'

  test.each<[Language, string, readonly string[]]>([
    ['js', 'eval(atob(x))', [runs]],
    ['js', "new Function(Buffer.from(x, 'base64'))()", [runs]],
    ['js', 'const a = atob(x)', []],
    ['js', '// eval(atob(x))', []],
    ['python', 'exec(base64.b64decode(x))', [runs]],
    ['shell', 'echo x | base64 -d | sh', [runs]],
    ['shell', 'echo x | base64 -d > y', []],
    ['powershell', 'iex ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($x)))', [runs]],
    ['js', `const a = '${'QUJD'.repeat(120)}'`, ['a text in base64 or the like that nobody can read']],
    ['js', `const a = '${'\\x41'.repeat(50)}'`, ['a text of escapes that nobody can read']],
  ])('%s: %.60s', (language, text, expected) => {
    expect(messages(language, text)).toEqual(expected)
  })

  test('is minified when its lines are too long, and not when one is', () => {
    expect(isMinified(`${'a'.repeat(999)};${'b'.repeat(999)}`)).toBe(true)
    expect(isMinified(`${'const a = 1\n'.repeat(100)}${'b'.repeat(5000)}`)).toBe(false)
    expect(isMinified('short'.repeat(10))).toBe(false)
  })
})

describe('decisions that an event does not have', () => {
  test.each([
    ['decide.deny("x")', ['PreToolUse'], []],
    ['decide.block("x")', ['PreToolUse'], ['decide.block does not exist on PreToolUse']],
    ['decide.block("x"); decide.deny("y")', ['PreToolUse', 'Stop'], []],
    ['return decide\n  .allow("x")', ['Stop'], ['decide.allow does not exist on Stop']],
    ['"decide.block(" // decide.block()', ['PreToolUse'], []],
    ['other.decide.block("x"); decide.kind', ['PreToolUse'], []],
    ['decide.tell("x")', ['SessionEnd'], ['decide.tell does not exist on SessionEnd']],
  ] as const)('%s on %s', (text, events, expected) => {
    expect(decisionsInCode({ path: 'a.cjs', text }, events).map(({ message }) => message)).toEqual(expected)
  })

  test.each([
    ['decide.block does not exist on PreToolUse; it has deny', true],
    ['the handler returned something that is not a decision of Stop', true],
    ['decide.deny needs a text', true],
    ['it printed what Stop cannot do (modify)', true],
    ['it ended with status 2, which refuses nothing on SessionStart', true],
    ['it printed a decision of "approve", but Stop knows block', true],
    ['it did not end within 2 s', false],
    ["Cannot find module './x'", false],
  ])('a failure that says: %s', (reason, expected) => {
    expect(isAboutDecision(reason)).toBe(expected)
  })
})
