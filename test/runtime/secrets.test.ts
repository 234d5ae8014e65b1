import { expect, test } from 'vitest'
import { isSecretName, withoutSecrets } from '../../src/runtime/src/secrets.ts'

test.each([
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_CUSTOM_HEADERS',
  'CLAUDE_CODE_MESSAGING_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_CLIENT_KEY_PASSPHRASE',
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GITHUB_TOKEN',
  'NPM_TOKEN',
  'npm_config__auth',
  'npm_config__authtoken',
  'MYSQL_ROOT_PASSWORD',
  'OPENAI_APIKEY',
  'token',
])('%s is a secret', (name) => expect(isSecretName(name)).toBe(true))

test.each([
  'PATH',
  'HOME',
  'SSH_AUTH_SOCK',
  'XAUTHORITY',
  'CLAUDE_CODE_MAX_OUTPUT_TOKENS',
  'CLAUDE_CODE_MESSAGING_SOCKET',
  'CLAUDE_PROJECT_DIR',
  'CLAUDE_CODE_SESSION_ID',
  'GIT_AUTHOR_NAME',
  'KEYBOARD',
  'SECRETARY',
  'AUTH',
  'undefined',
  '',
])('%s is none', (name) => expect(isSecretName(name)).toBe(false))

test('an environment loses its secrets, but for declared ones', () => {
  const env = { PATH: '/bin', NPM_TOKEN: 'a', GITHUB_TOKEN: 'b', GONE: undefined }
  expect(withoutSecrets(env, ['GITHUB_TOKEN', 'ABSENT'])).toEqual({ PATH: '/bin', GITHUB_TOKEN: 'b' })
})
