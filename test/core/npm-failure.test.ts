import { describe, expect, test } from 'vitest'
import { npmFailure } from '../../src/core/npm-failure.ts'

const attempt = { what: '@acme/guard@1.0.0', registry: 'https://npm.example.com/', terminal: false }
const error = (...lines: string[]): string => lines.map((line) => `npm error ${line}\n`).join('')

describe('what npm says becomes an error with a way out:', () => {
  test.each([
    [
      'no token',
      error('code ENEEDAUTH', 'need auth This command requires you to be logged in'),
      'registry-auth',
    ],
    ['a token that is not valid', error('code E401', 'Unable to authenticate'), 'registry-auth'],
    [
      'a version that npm knows',
      error('You cannot publish over the previously published versions: 1.0.0.'),
      'version-published',
    ],
    [
      'a version that a server knows',
      error('code E409', '409 Conflict - PUT - this package is already present'),
      'version-published',
    ],
    [
      'the same as 403',
      error('code E403', '403 Forbidden - You cannot publish over the previously published versions'),
      'version-published',
    ],
    ['the old code', 'npm ERR! code EPUBLISHCONFLICT\n', 'version-published'],
    [
      'a password that nobody gave',
      error('code EOTP', 'This operation requires a one-time password'),
      'otp-needed',
    ],
    ['no network', error('code ENOTFOUND', 'network request failed'), 'registry-unreachable'],
    ['nobody there', error('code ECONNREFUSED'), 'registry-unreachable'],
    ['a server that is down', error('code E503', '503 Service Unavailable'), 'registry-unreachable'],
    ['no rights', error('code E403', '403 Forbidden - you do not own @acme'), 'publish-refused'],
    ['no such namespace', error('code E404', "404 '@acme/guard' is not in this registry"), 'publish-refused'],
    [
      'anything else',
      error('You must specify a tag using --tag when publishing a prerelease version.'),
      'publish-refused',
    ],
    ['nothing', '', 'publish-refused'],
  ])('%s', (_, stderr, code) => {
    expect(npmFailure(stderr, attempt)).toMatchObject({ code, hint: expect.stringMatching(/./) })
  })

  test('the words of npm are kept where we have none of our own', () => {
    const stderr = error(
      'code EUSAGE',
      'Provenance generation needs CI',
      'A complete log of this run can be found in: /x',
    )
    expect(npmFailure(stderr, attempt).message).toBe(
      '`@acme/guard@1.0.0` was not published on https://npm.example.com/\n  Provenance generation needs CI',
    )
  })

  test('only what npm calls an error counts', () => {
    const stderr = `npm notice code EOTP\nsome script says: already exists\n${error('code E401')}`
    expect(npmFailure(stderr, attempt).code).toBe('registry-auth')
  })
})
