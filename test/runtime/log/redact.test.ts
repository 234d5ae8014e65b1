import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redact } from '../../../src/runtime/src/log/redact.ts'

/** Put together here, so that no scanner takes these for tokens that leaked. */
const random = (length: number, alphabet = 'aB3xK9pQ7mZ2'): string =>
  Array.from({ length }, (_, at) => alphabet[(at * 7 + Math.floor(at / 5)) % alphabet.length]).join('')

const TOKENS: Readonly<Record<string, string>> = {
  Anthropic: `sk-ant-api03-${random(40)}`,
  OpenAI: `sk-${random(48)}`,
  'OpenAI project': `sk-proj-${random(48)}`,
  'GitHub classic': `ghp_${random(36)}`,
  'GitHub server': `ghs_${random(36)}`,
  'GitHub fine-grained': `github_pat_${random(22)}_${random(59)}`,
  GitLab: `glpat-${random(20)}`,
  'Slack bot': `xoxb-1234567890-${random(24)}`,
  'Slack app': `xapp-1-A012-345-${random(24)}`,
  AWS: `AKIA${random(16, 'ABC234XYZ')}`,
  'AWS temporary': `ASIA${random(16, 'ABC234XYZ')}`,
  npm: `npm_${random(36)}`,
  PyPI: `pypi-${random(60)}`,
  Google: `AIza${random(35)}`,
  'Google OAuth': `ya29.${random(60)}`,
  'Hugging Face': `hf_${random(34)}`,
  Stripe: `sk_live_${random(24)}`,
  SendGrid: `SG.${random(22)}.${random(43)}`,
  Telegram: `123456789:AA${random(33)}`,
  Vault: `hvs.${random(30)}`,
  'a JSON web token': `eyJ${random(20)}.eyJ${random(40)}.${random(43)}`,
  'an encrypted JSON web token': `eyJ${random(20)}..${random(16)}.${random(40)}.${random(22)}`,
}

describe('a token of a known form is taken out wherever it stands', () => {
  for (const [name, token] of Object.entries(TOKENS).filter(([name]) => !name.includes('encrypted'))) {
    test(name, () => {
      for (const [before, after] of [
        ['', ''],
        ['the call with ', ' failed'],
        ['{"x":"', '"}'],
        ["curl -H 'X: ", "' https://example.com"],
        ['https://example.com/?a=', '&b=1'],
        ['(', ').'],
        ['line\n', '\nline'],
      ]) {
        expect(redact(`${before}${token}${after}`)).toBe(`${before}[redacted]${after}`)
      }
    })
  }
})

describe('a secret is taken out by what stands before it', () => {
  const cases: readonly (readonly [text: string, redacted: string])[] = [
    ['password=hunter2', 'password=[redacted]'],
    ['password=hunter2,', 'password=[redacted],'],
    ['PASSWORD = "two words" ok', 'PASSWORD = "[redacted]" ok'],
    ["passwd: 'it is'", "passwd: '[redacted]'"],
    ['password: swordfish', 'password: [redacted]'],
    ['{"password":"a\\"b","user":"bob"}', '{"password":"[redacted]","user":"bob"}'],
    [
      '"{\\"token\\":\\"abc\\",\\"user\\":\\"bob\\"}"',
      '"{\\"token\\":\\"[redacted]\\",\\"user\\":\\"bob\\"}"',
    ],
    ['{ apiKey: "x1", other: 2 }', '{ apiKey: "[redacted]", other: 2 }'],
    ['GITHUB_TOKEN=abc npm publish', 'GITHUB_TOKEN=[redacted] npm publish'],
    ['export AWS_SECRET_ACCESS_KEY=ab/cd+ef', 'export AWS_SECRET_ACCESS_KEY=[redacted]'],
    ['MY_DB_PASSWORD_2=x', 'MY_DB_PASSWORD_2=[redacted]'],
    ['CLAUDE_CODE_MESSAGING_TOKEN=zzz', 'CLAUDE_CODE_MESSAGING_TOKEN=[redacted]'],
    ['client_secret=abc&grant_type=x', 'client_secret=[redacted]&grant_type=x'],
    ['Password=abc;Server=db', 'Password=[redacted];Server=db'],
    ['deploy --token abc --region eu', 'deploy --token [redacted] --region eu'],
    ['deploy --token=abc', 'deploy --token=[redacted]'],
    ['mysql --password "a b" db', 'mysql --password "[redacted]" db'],
    ['x --api-key abc', 'x --api-key [redacted]'],
    ['x --pass abc -pass def', 'x --pass [redacted] -pass [redacted]'],
    ['x --github-token abc --npmAuthToken=def', 'x --github-token [redacted] --npmAuthToken=[redacted]'],
    ['curl -u bob:abc https://x', 'curl -u bob:[redacted] https://x'],
    ['curl --user "bob:abc" https://x', 'curl --user "bob:[redacted]" https://x'],
    ['Authorization: Bearer abc', 'Authorization: Bearer [redacted]'],
    ['authorization: Basic Ym9iOmE=', 'authorization: Basic [redacted]'],
    ['"Authorization": "token abc"', '"Authorization": "token [redacted]"'],
    ["curl -H 'Authorization: abc' x", "curl -H 'Authorization: [redacted]' x"],
    ['got Bearer abcd1234efgh back', 'got Bearer [redacted] back'],
    ['Cookie: a=b; c=d\nHost: x', 'Cookie: [redacted]\nHost: x'],
    ['X-Api-Key: abc', 'X-Api-Key: [redacted]'],
    ['postgres://bob:p@ss@db/x', 'postgres://bob:[redacted]@db/x'],
    ['redis://:abc@localhost:6379', 'redis://:[redacted]@localhost:6379'],
    ['https://0a1b2c3d4e5f6a7b8c9d@git.example/x', 'https://[redacted]@git.example/x'],
    ['https://x.example/?sig=ab%2Fcd&a=1', 'https://x.example/?sig=[redacted]&a=1'],
    [`https://hooks.slack.com/services/T0/B0/${random(24)}`, 'https://hooks.slack.com/services/[redacted]'],
    ['the token 0a1b2c3d4e5f6a7b8c9d was used', 'the token [redacted] was used'],
    ['its password is 0a1b2c3d4e5f6a7b8c9d', 'its password is [redacted]'],
    ['error: password=abc: denied', 'error: password=[redacted] denied'],
    ['password=$(cat x) token=abc', 'password=$(cat x) token=[redacted]'],
    ['token = --password=abc next', 'token = [redacted] next'],
    ['token = --password abc next', 'token = [redacted] [redacted] next'],
    ['password="never closed', 'password="[redacted]'],
  ]
  test.each(cases)('%s', (text, redacted) => {
    expect(redact(text)).toBe(redacted)
    expect(redact(redacted)).toBe(redacted)
  })

  test('a key in PEM, also without its end', () => {
    const begin = `-----BEGIN ${'PRIVATE'} KEY-----`
    const end = `-----END ${'PRIVATE'} KEY-----`
    expect(redact(`a ${begin}\nMIIE\nabc\n${end} b`)).toBe('a [redacted] b')
    expect(redact(`a ${begin}\\nMIIE`)).toBe('a [redacted]')
  })
})

describe('what is no secret stays as it is', () => {
  test.each([
    'block-dangerous-bash (filesystem/remove-tree): `rm -rf ~` removes ~ (a home folder), which cannot be undone.',
    'it did not decide within 10 s',
    'Unexpected token } in JSON at position 3',
    'SyntaxError: Unexpected token: punc',
    'max_tokens=4096 input_tokens: 1200',
    'TOKEN_LIMIT=5 PASSWORD_FILE=/run/secrets/db token_type=bearer',
    'src/auth.ts:12:5: error, password.test.ts:7',
    'password: required',
    'the --token flag is missing; --password must be given',
    'git commit -m "fix token: parsing of keys"',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    'curl -H "Authorization: Bearer $TOKEN" --token ${NPM_TOKEN}',
    'echo $API_KEY; password=$(pass show x)',
    'Bearer authentication failed',
    'key: value, keyboard=de, monkey: 12, author=bob',
    'docker run -u 1000:1000 x',
    'git@github.com:acme/repo.git https://localhost:3000/@scope/x',
    'sha512-e1Uld2jAOeHvV0xkkTnrS7CVHVLCSEvbJe0JHF3V2k8w and 3f786850e387550fdab836ed7e6dc881de23001b',
    'a task-management-system with sk-learn and risk-assessment-of-many-kinds',
    'tests pass=12 fail=0; session_id: s1',
    'vitest --passWithNoTests src/a.test.ts --pass-through abc --passthrough=abc',
    'docker login --password-stdin registry.example.com',
    'SSH_AUTH_SOCK=/tmp/x npm_config_registry=https://npm.example.com/',
    'const token = await next(); secret: getSecret(x)',
    'password=****** token=<token>',
    'C:\\Users\\bob\\x.ts and /home/bob/.npmrc',
    '日本語 Grüße 🙂',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text)
  })
})

test('between words of any kind, a secret with a name or a known form never survives', () => {
  const words = fc.array(
    fc.oneof(fc.string(), fc.constantFrom('"', "'", '=', ':', 'token', '\\', '$', '[redacted]')),
  )
  const secret = fc.constantFrom(
    ...Object.values(TOKENS).filter((token) => !token.includes('..')),
    `password=Zq9${random(8)}`,
    `--token Zq9${random(12)}`,
    `https://bob:Zq9${random(8)}@x.example`,
  )
  fc.assert(
    fc.property(words, secret, words, (before, token, after) => {
      const text = redact(`${before.join(' ')} ${token} ${after.join(' ')}`)
      const hidden = /Zq9\w+/.exec(token)?.[0] ?? token
      expect(text.includes(hidden)).toBe(false)
    }),
    { numRuns: 3000 },
  )
})

describe('a megabyte of anything is read in a short time', () => {
  const pieces = [
    'a',
    ' ',
    '=',
    ':',
    '"',
    '\\"',
    '\\',
    '-',
    '.',
    'eyJ',
    'eyJa.',
    'eyJaaaaa.eyJaaaaa-',
    'sk-',
    'sk-aaaaaaaaaaaaaaaaaaaaa ',
    '-----BEGIN A-----',
    '-----BEGIN A-----x-----END ',
    '://',
    '://a:',
    '://a:b',
    'password',
    'password=',
    'password="',
    "password='$",
    'password=f(',
    'password:$(',
    'token:',
    'token:"',
    'token ',
    'token is ',
    '--token ',
    '--token -',
    'x-api-key',
    'Authorization: ',
    'Authorization: Bearer ',
    'cookie: ',
    'cookie:a',
    'cookie: a=',
    'Bearer ',
    'Bearer a',
    '-u ',
    '-u a:',
    'SG.aaaaaaaaaaaaaaaaaaaa',
    'AKIA',
    'hooks.slack.com/',
    '[redacted]',
    'token=[redacted]',
    'A_',
    'aB',
    '\n',
  ]
  test.each(pieces.map((piece) => [JSON.stringify(piece), piece]))('of %s', (_, piece) => {
    const started = performance.now()
    redact(piece.repeat(Math.ceil(1_000_000 / piece.length)))
    // Quadratic reading takes minutes.
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
