// The settings files that installers of hooks are known to damage, and some more: what stands in the file, and what is
// to come of an add, a second add and a remove.

/** A settings file, and how it ends: taken (nothing lost, bytes given back) or refused, with what the refusal says. */
export interface TortureFile {
  readonly name: string
  /** Null: there is no file, and no folder for it either. */
  readonly bytes: string | Buffer | null
  readonly refused?: RegExp
}

const OWN = {
  $schema: 'https://json.schemastore.org/claude-code-settings.json',
  permissions: { allow: ['Bash(npm test)', 'Read(~/notes/**)'], deny: ['Read(./.env)'] },
  env: { EDITOR: 'vi', 'odd "name"': 'ü' },
  hooks: {
    PreToolUse: [
      { matcher: 'Bash', hooks: [{ type: 'command', command: '~/bin/mine.sh "a b"', timeout: 7 }] },
      { matcher: 'Edit|Write', hooks: [{ type: 'http', url: 'http://127.0.0.1:9/x', owner: 'somebody' }] },
    ],
    Stop: [{ hooks: [{ type: 'prompt', prompt: 'done?' }], note: 'unknown keys stay' }],
  },
  'a key of a later version': { of: [1, 2, 3] },
}
const two = `${JSON.stringify(OWN, null, 2)}\n`
const four = `${JSON.stringify(OWN, null, 4)}\n`
const tabs = `${JSON.stringify(OWN, null, '\t')}\n`
const rules = Array.from({ length: 40_000 }, (_, at) => `Bash(npm run task-number-${at} -- --watch)`)

/** A settings file of 1.6 MB with hooks of somebody else. */
export const LARGE = `${JSON.stringify({ ...OWN, permissions: { allow: rules } }, null, 2)}\n`

const INLINE = `{
  "permissions": { "allow": ["Bash(npm test)", "Read"], "deny": [] },
  "hooks": {
    "PreToolUse": [{ "matcher": "Bash", "hooks": [{ "type": "command", "command": "mine" }] }],
    "Stop": [ ]
  },

  "model":   "opus"  }
`
const SPELT = `{
  "big": 12345678901234567890, "one": 1.0, "thousand": 1e3, "small": 1E-7, "minus": -0,
  "text": "\\u0041\\u00fc\\/ \\ud83d\\ude00",
  "hooks": {"PreToolUse": [{"matcher": "\\u0042ash", "hooks": [{"type": "command", "command": "\\u006dine", "timeout": 7.0}]}]}
}
`
const TWICE = `{
  "model": "sonnet",
  "hooks": {"PreToolUse": [{"matcher": "Edit", "hooks": [{"type": "command", "command": "first"}]}]},
  "model": "opus",
  "hooks": {"PreToolUse": 7, "PreToolUse": [{"matcher": "a", "matcher": "Bash", "hooks": [{"type": "command", "command": "mine"}]}]}
}
`
const PROTO = `{
  "__proto__": {"hooks": {"Stop": []}, "polluted": true},
  "constructor": {"prototype": {"x": 1}},
  "hooks": {"__proto__": [], "constructor": 7, "Stop": [{"__proto__": 1, "hooks": [{"type": "command", "command": "mine", "__proto__": {}}]}]}
}
`
const ODD = `{"hooks": {"Stop": [null, 7, "x", [], {"matcher": 7}, {"hooks": null}, {"hooks": [null, {"type": "nope"}]}]}, "model": "opus"}\n`
const CONFLICT = two
  .replace('  "env"', '<<<<<<< HEAD\n  "env"')
  .replace('  "hooks"', '=======\n>>>>>>> theirs\n  "hooks"')
const deep = (levels: number): string =>
  `{"x": ${'['.repeat(levels)}${']'.repeat(levels)}, "model": "opus"}\n`
const placed = (start: string): RegExp => new RegExp(`${start}[\\s\\S]*line \\d+, column \\d+`)

/** Files that the client reads: every one of them has to be taken. */
const TAKEN: readonly TortureFile[] = [
  { name: 'absent', bytes: null },
  { name: 'empty', bytes: '' },
  { name: 'white space only', bytes: ' \n\t\r\n' },
  { name: 'empty object', bytes: '{}' },
  { name: 'empty object over lines', bytes: '{\r\n\r\n}\r\n' },
  { name: 'two spaces', bytes: two },
  { name: 'four spaces', bytes: four },
  { name: 'tabs', bytes: tabs },
  { name: 'minified', bytes: JSON.stringify(OWN) },
  { name: 'no final newline', bytes: two.trimEnd() },
  { name: 'several final newlines', bytes: `${two}\n\n` },
  { name: 'inline arrays', bytes: INLINE },
  { name: 'CRLF', bytes: two.replaceAll('\n', '\r\n') },
  { name: 'CR alone', bytes: two.replaceAll('\n', '\r') },
  { name: 'mixed line ends', bytes: two.replace(/\n(?=.*"hooks")/g, '\r\n') },
  { name: 'byte order mark', bytes: `\uFEFF${two}` },
  { name: 'byte order mark, CRLF, tabs', bytes: `\uFEFF${tabs.replaceAll('\n', '\r\n')}` },
  { name: 'numbers and escapes', bytes: SPELT },
  { name: 'duplicate keys', bytes: TWICE },
  { name: 'proto keys', bytes: PROTO },
  { name: 'null hooks', bytes: '{\n  "hooks": null,\n  "model": "opus"\n}\n' },
  { name: 'hooks is an empty array', bytes: '{"hooks":[ ],"model":"opus"}' },
  { name: 'null event', bytes: '{\n  "hooks": { "PreToolUse": null }\n}\n' },
  { name: 'empty event', bytes: '{\n  "hooks": { "PreToolUse": [\n\n  ] }\n}\n' },
  { name: 'another event is not an array', bytes: '{ "hooks": { "Stop": { "hooks": [] } } }\n' },
  { name: 'odd group members', bytes: ODD },
  { name: 'unknown events', bytes: '{"hooks": {"pretooluse": [{"hooks": []}], "NoSuch": 7}}\n' },
  { name: 'fields of other handler types', bytes: two.replace('"timeout": 7', '"timeout": 7, "url": 7') },
  { name: 'nested 20000 deep', bytes: deep(20_000) },
  { name: '1.6 MB', bytes: LARGE },
]

/** Files that are no JSON, or that the client drops as a whole: each is refused, with the place where there is one. */
const REFUSED: readonly TortureFile[] = [
  {
    name: 'comments and a trailing comma',
    bytes: two.replace('{\n', '{\n  // mine\n').replace(/\n}\n$/, ',\n}\n'),
    refused: placed('settings-commented'),
  },
  { name: 'trailing comma', bytes: '{\n  "model": "opus",\n}\n', refused: placed('settings-commented') },
  { name: 'cut off', bytes: two.slice(0, 300), refused: placed('settings-not-json') },
  { name: 'single quotes', bytes: "{'model': 'opus'}\n", refused: placed('settings-not-json') },
  { name: 'merge conflict', bytes: CONFLICT, refused: placed('settings-not-json') },
  { name: 'two documents', bytes: '{}\n{}\n', refused: placed('settings-not-json') },
  { name: 'Latin-1', bytes: Buffer.from(two, 'latin1'), refused: /settings-not-json[\s\S]*UTF-8/ },
  { name: 'UTF-16', bytes: Buffer.from(`\uFEFF${two}`, 'utf16le'), refused: /settings-not-json[\s\S]*UTF-8/ },
  { name: 'root is an array', bytes: '[]\n', refused: placed('settings-invalid') },
  { name: 'root is null', bytes: 'null\n', refused: placed('settings-invalid') },
  {
    name: 'hooks is an array of groups',
    bytes: '{\n  "hooks": [{ "hooks": [] }]\n}\n',
    refused: placed('settings-invalid'),
  },
  {
    name: 'hooks is a single group',
    bytes: '{"hooks": {"matcher": "Bash", "hooks": [{"type": "command", "command": "x"}]}}\n',
    refused: placed('settings-invalid'),
  },
  {
    name: 'the event is not an array',
    bytes: '{\n  "hooks": { "PreToolUse": {} }\n}\n',
    refused: placed('settings-invalid'),
  },
  {
    name: 'odd members under the guarding event',
    bytes: '{\n  "hooks": { "PreToolUse": [null, 7] }\n}\n',
    refused: placed('settings-invalid'),
  },
]

export const TORTURE: readonly TortureFile[] = [...TAKEN, ...REFUSED]
