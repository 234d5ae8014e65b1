/** Files by their paths in the project, or in `home/`; an object is written as JSON. */
export type Files = Readonly<Record<string, string | object>>

/** A rule with files in which it finds something, and others in which it finds nothing. */
export interface Example {
  readonly rule: string
  readonly bad: Files
  readonly good: Files
  /** Installed first, in both. */
  readonly pack?: string
  /** What PATH has for a client. */
  readonly client?: string
}

export const SETTINGS = '.claude/settings.json'

const on = (event: string, handler: object, matcher?: unknown): object => ({
  hooks: {
    [event]: [
      {
        ...(matcher === undefined ? {} : { matcher }),
        hooks: [{ type: 'command', timeout: 10, ...handler }],
      },
    ],
  },
})

const settings = (value: object | string): Files => ({ [SETTINGS]: value })

const bash = (handler: object, event = 'PreToolUse'): Files => settings(on(event, handler, 'Bash'))

const SCRIPT = '.claude/hooks/check.sh'

const script = (text: string, event = 'PreToolUse', more: object = {}): Files => ({
  ...settings(on(event, { command: `bash "$CLAUDE_PROJECT_DIR"/${SCRIPT}`, ...more })),
  [SCRIPT]: text,
})

const DENY = '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny"}}'

/** A bad and a good example of each rule. */
export const EXAMPLES: readonly Example[] = [
  { rule: 'file-not-json', bad: settings('{ "hooks": { }'), good: settings('{ "hooks": { } }') },
  {
    rule: 'file-has-comment',
    bad: settings('{\n  // for all of us\n  "hooks": {}\n}'),
    good: settings('{\n  "hooks": {}\n}'),
  },
  { rule: 'trailing-comma', bad: settings('{\n  "hooks": {},\n}'), good: settings('{\n  "hooks": {}\n}') },
  {
    rule: 'object-matcher',
    bad: settings(on('PreToolUse', { command: 'true' }, { tools: ['Grep', 'Glob'] })),
    good: settings(on('PreToolUse', { command: 'true' }, 'Grep|Glob')),
  },
  {
    rule: 'wrong-shape',
    bad: settings({ hooks: { PostToolUse: [{ matcher: 'Edit', command: 'true' }] } }),
    good: settings({
      hooks: { PostToolUse: [{ matcher: 'Edit', hooks: [{ type: 'command', command: 'true' }] }] },
    }),
  },
  { rule: 'unknown-event', bad: bash({ command: 'true' }, 'preToolUse'), good: bash({ command: 'true' }) },
  {
    rule: 'file-dropped',
    bad: bash({ command: 'true', timeout: '30' }),
    good: bash({ command: 'true', timeout: 30 }),
  },
  {
    rule: 'entry-skipped',
    bad: bash({ command: 'true', type: 'shell' }, 'PostToolUse'),
    good: bash({ command: 'true', type: 'command' }, 'PostToolUse'),
  },
  {
    rule: 'permission-dropped',
    bad: settings({ permissions: { allow: ['Bash(ls)', { tool: 'Read' }] } }),
    good: settings({ permissions: { allow: ['Bash(ls)', 'Read'] } }),
  },
  {
    rule: 'timeout-milliseconds',
    bad: bash({ command: 'true', timeout: 30_000 }),
    good: bash({ command: 'true', timeout: 30 }),
  },
  {
    rule: 'unknown-field',
    bad: bash({ command: 'true', timeuot: 5 }),
    good: bash({ command: 'true', timeout: 5 }),
  },
  {
    rule: 'idle-field',
    bad: settings(on('Stop', { command: 'true', onFailure: 'block' })),
    good: bash({ command: 'true', onFailure: 'block' }),
  },
  {
    rule: 'empty-header',
    bad: settings(
      on(
        'PostToolUse',
        { type: 'http', url: 'http://127.0.0.1/', headers: { 'X-Key': '$HOOK_KEY' } },
        'Edit',
      ),
    ),
    good: settings(
      on(
        'PostToolUse',
        {
          type: 'http',
          url: 'http://127.0.0.1/',
          headers: { 'X-Key': '$HOOK_KEY' },
          allowedEnvVars: ['HOOK_KEY'],
        },
        'Edit',
      ),
    ),
  },
  {
    rule: 'client-too-old',
    client: '2.1.80',
    bad: bash({ command: 'true', if: 'Bash(git *)' }),
    good: bash({ command: 'true' }),
  },
  {
    rule: 'matcher-invalid',
    bad: settings(on('PreToolUse', { command: 'true' }, 'Bash(')),
    good: settings(on('PreToolUse', { command: 'true' }, '^Bash$')),
  },
  {
    rule: 'matcher-matches-nothing',
    bad: settings(on('PreToolUse', { command: 'true' }, 'bash')),
    good: settings(on('PreToolUse', { command: 'true' }, 'Bash')),
  },
  {
    rule: 'matcher-explodes',
    bad: settings(on('PreToolUse', { command: 'true' }, '^(([a-z]+)*)*_$')),
    good: settings(on('PreToolUse', { command: 'true' }, '^mcp__[a-z]+__.*$')),
  },
  {
    rule: 'matcher-matches-all',
    bad: settings(on('PreToolUse', { command: 'true' }, '(?!Bash).*')),
    good: settings(on('PreToolUse', { command: 'true' }, '^(?!Bash$)')),
  },
  {
    rule: 'matcher-ignored',
    bad: settings(on('UserPromptSubmit', { command: 'true' }, 'deploy')),
    good: settings(on('UserPromptSubmit', { command: 'true' })),
  },
  {
    rule: 'if-never-met',
    bad: settings(on('SessionStart', { command: 'true', if: 'Bash(git *)' })),
    good: bash({ command: 'true', if: 'Bash(git *)' }),
  },
  {
    rule: 'hooks-switched-off',
    bad: settings({ disableAllHooks: true }),
    good: settings({ disableAllHooks: false }),
  },
  {
    rule: 'file-not-read',
    bad: { 'home/.claude/settings.local.json': on('Stop', { command: 'true' }) },
    good: { 'home/.claude/settings.json': on('Stop', { command: 'true' }) },
  },
  {
    rule: 'type-not-run',
    bad: settings(on('SessionStart', { type: 'http', url: 'http://127.0.0.1/' })),
    good: settings(on('PostToolUse', { type: 'http', url: 'http://127.0.0.1/' }, 'Edit')),
  },
  {
    rule: 'duplicate',
    bad: {
      ...bash({ command: 'true' }),
      '.claude/settings.local.json': on('PreToolUse', { command: 'true' }, 'Bash'),
    },
    good: bash({ command: 'true' }),
  },
  {
    rule: 'runs-twice',
    bad: {
      ...bash({ command: `bash $CLAUDE_PROJECT_DIR/${SCRIPT}` }),
      '.claude/settings.local.json': on(
        'PreToolUse',
        { command: `bash "$CLAUDE_PROJECT_DIR"/${SCRIPT}` },
        'Bash',
      ),
      [SCRIPT]: 'true\n',
    },
    good: { ...bash({ command: `bash "$CLAUDE_PROJECT_DIR"/${SCRIPT}` }), [SCRIPT]: 'true\n' },
  },
  {
    rule: 'not-as-installed',
    pack: 'block-dangerous-bash',
    bad: settings({}),
    good: {},
  },
  {
    rule: 'unknown-variable',
    bad: settings(on('PostToolUse', { command: 'npx prettier --write "$CLAUDE_FILE_PATHS"' }, 'Edit|Write')),
    good: settings(
      on(
        'PostToolUse',
        { command: 'jq -r .tool_input.file_path | xargs npx prettier --write' },
        'Edit|Write',
      ),
    ),
  },
  {
    rule: 'variable-not-expanded',
    bad: bash({ command: `bash '$CLAUDE_PROJECT_DIR/${SCRIPT}'` }),
    good: { ...bash({ command: `bash "$CLAUDE_PROJECT_DIR/${SCRIPT}"` }), [SCRIPT]: 'true\n' },
  },
  {
    rule: 'relative-path',
    bad: { ...bash({ command: `bash ${SCRIPT}` }), [SCRIPT]: 'true\n' },
    good: { ...bash({ command: `bash "$CLAUDE_PROJECT_DIR"/${SCRIPT}` }), [SCRIPT]: 'true\n' },
  },
  {
    rule: 'script-missing',
    bad: bash({ command: 'python3 "$CLAUDE_PROJECT_DIR"/.claude/hooks/gone.py' }),
    good: {
      ...bash({ command: 'python3 "$CLAUDE_PROJECT_DIR"/.claude/hooks/here.py' }),
      '.claude/hooks/here.py': 'pass\n',
    },
  },
  {
    rule: 'script-not-executable',
    bad: { ...bash({ command: `"$CLAUDE_PROJECT_DIR"/${SCRIPT}` }), [SCRIPT]: '#!/bin/sh\ntrue\n' },
    good: { ...bash({ command: `sh "$CLAUDE_PROJECT_DIR"/${SCRIPT}` }), [SCRIPT]: '#!/bin/sh\ntrue\n' },
  },
  { rule: 'script-line-ends', bad: script('true\r\nexit 0\r\n'), good: script('true\nexit 0\n') },
  {
    rule: 'program-missing',
    bad: bash({ command: 'no-such-linter --all' }),
    good: bash({ command: 'command -v no-such-linter && no-such-linter --all' }),
  },
  {
    rule: 'not-in-sh',
    bad: bash({ command: '[[ -f package.json ]] && true' }),
    good: bash({ command: '[ -f package.json ] && true' }),
  },
  {
    rule: 'stdin-without-limit',
    bad: settings({
      hooks: {
        PostToolUse: [
          {
            matcher: 'Edit',
            hooks: [{ type: 'command', command: 'input=$(cat); echo "$input" >> edits.log' }],
          },
        ],
      },
    }),
    good: settings({
      hooks: {
        PostToolUse: [
          {
            matcher: 'Edit',
            hooks: [{ type: 'command', command: 'input=$(cat); echo "$input" >> edits.log', timeout: 5 }],
          },
        ],
      },
    }),
  },
  {
    rule: 'log-beside-json',
    bad: script(`echo "checking the command"\necho '${DENY}'\n`),
    good: script(`echo "checking the command" >&2\necho '${DENY}'\n`),
  },
  {
    rule: 'wrong-decision',
    bad: script(`echo '{"decision": "deny", "reason": "no"}'\n`),
    good: script(`echo '{"decision": "block", "reason": "no"}'\n`),
  },
  {
    rule: 'cannot-block',
    bad: script(`echo '{"decision": "block", "reason": "no"}'\n`, 'Notification'),
    good: script(`echo '{"decision": "block", "reason": "no"}'\n`, 'UserPromptSubmit'),
  },
  {
    rule: 'exit-two-ignored',
    bad: script('echo "not in this folder" >&2\nexit 2\n', 'SessionStart'),
    good: script('echo "not in this folder" >&2\nexit 2\n', 'UserPromptSubmit'),
  },
  {
    rule: 'async-decision',
    bad: script(`echo '${DENY}'\n`, 'PreToolUse', { async: true }),
    good: script(`echo '${DENY}'\n`),
  },
  {
    rule: 'stop-without-guard',
    bad: script('npm test >&2 || exit 2\n', 'Stop'),
    good: script('[ "$(jq -r .stop_hook_active)" = true ] && exit 0\nnpm test >&2 || exit 2\n', 'Stop'),
  },
  {
    rule: 'exit-one',
    bad: script("grep -q 'rm -rf' && { echo 'blocked' >&2; exit 1; }\nexit 0\n"),
    good: script("grep -q 'rm -rf' && { echo 'blocked' >&2; exit 2; }\nexit 0\n"),
  },
  {
    rule: 'reason-on-stdout',
    bad: script("grep -q 'rm -rf' && { echo 'not that one'; exit 2; }\nexit 0\n"),
    good: script("grep -q 'rm -rf' && { echo 'not that one' >&2; exit 2; }\nexit 0\n"),
  },
  {
    rule: 'slow-on-every-call',
    bad: settings(on('PostToolUse', { command: 'npx tsc --noEmit' })),
    good: settings(on('PostToolUse', { command: 'npx tsc --noEmit', async: true })),
  },
  {
    rule: 'secret-in-command',
    bad: bash({ command: 'curl -H "Authorization: Bearer 4f9d0aa7c1e2b3d8" http://127.0.0.1/' }),
    good: bash({ command: 'curl -H "Authorization: Bearer $AUDIT_TOKEN" http://127.0.0.1/' }),
  },
  {
    rule: 'shows-secrets',
    bad: settings(on('SessionStart', { command: 'cat .env' })),
    good: settings(on('SessionStart', { command: 'cut -d= -f1 .env' })),
  },
]
