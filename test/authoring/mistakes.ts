// One mistake each, and what `hooks validate` has to say about it.
import { randomBytes } from 'node:crypto'
import type { Changes } from './pack.ts'

/** Where a finding is, and words of what it says and of the way out. */
export type Expected = readonly [rule: string, place: string, message: string | RegExp, hint: string | RegExp]

type Fields = Readonly<Record<string, unknown>>

const hook = (fields: Fields) => ({ hook: fields })
const manifest = (fields: Fields) => ({ manifest: fields })
export const described = (fields: Fields) => ({ described: fields })
export const code = (text: string) => ({ files: { 'hooks/guard.cjs': text } })
export const script = (name: string, text: string): Changes => ({
  hook: { handler: { script: name } },
  files: { [name]: text },
})
const cases = (fields: object) => ({ files: { 'cases/guard.json': fields } })

const A_CASE = { name: 'a', event: { tool_name: 'Bash', tool_input: {} }, expect: { decision: 'none' } }
const SUFFICES = { hook: 'guard', cases: [A_CASE] }

/** Mistakes that are errors. */
export const ERRORS: readonly (readonly [string, Changes, Expected])[] = [
  [
    'hooks.json is not there',
    { files: { 'hooks.json': null } },
    ['bad-manifest', 'hooks.json', 'there is none', 'pack-authoring'],
  ],
  [
    'hooks.json is not JSON',
    { files: { 'hooks.json': '{' } },
    ['bad-manifest', 'hooks.json', 'is not JSON', /./],
  ],
  [
    'hooks.json is not published',
    described({ files: ['hooks', 'cases'] }),
    ['bad-manifest', 'hooks.json', 'would not be published', '`files`'],
  ],
  [
    'a field is misspelt',
    manifest({ permissons: {} }),
    ['bad-manifest', 'hooks.json permissons', 'not a known field', 'did you mean `permissions`?'],
  ],
  [
    'a field of a hook is misspelt',
    hook({ timout: 3 }),
    ['bad-manifest', 'hooks.json hooks[0].timout', 'not a known field', 'did you mean `timeout`?'],
  ],
  [
    'a field of a handler is misspelt',
    hook({ handler: { script: 'hooks/guard.cjs', interpretr: 'node' } }),
    ['bad-manifest', 'hooks.json hooks[0].handler.interpretr', 'not a known field', '`interpreter`'],
  ],
  [
    'a handler is of no kind',
    hook({ handler: { modul: 'hooks/guard.cjs' } }),
    ['bad-manifest', 'hooks.json hooks[0].handler', 'must be one of {module}', 'did you mean `module`?'],
  ],
  [
    'an event is misspelt',
    hook({ event: 'PreToolUs' }),
    ['bad-manifest', 'hooks.json hooks[0].event', '`PreToolUs` is not', 'did you mean `PreToolUse`'],
  ],
  ['a field is missing', hook({ id: null }), ['bad-manifest', 'hooks.json hooks[0].id', 'is missing', /./]],
  [
    'a handler is TypeScript',
    hook({ handler: { module: 'hooks/guard.ts' } }),
    ['bad-manifest', 'hooks.json hooks[0].handler.module', 'TypeScript has to be built', /./],
  ],
  [
    'a hook has both a matcher and tools',
    hook({ matcher: 'Bash' }),
    ['bad-manifest', 'hooks.json hooks[0]', 'both `matcher` and `tools`', /./],
  ],
  [
    'there are no hooks',
    manifest({ hooks: [] }),
    ['bad-manifest', 'hooks.json hooks', 'at least one hook', /./],
  ],
  [
    'a range of a team pack is misspelt',
    manifest({ packs: { other: { versoin: '^1' } } }),
    ['bad-manifest', 'hooks.json packs.other.versoin', 'not a known field', '`version`'],
  ],
  [
    'a handler is not there',
    { files: { 'hooks/guard.cjs': null } },
    ['handler-missing', 'hooks.json hooks[0].handler.module', 'no file `hooks/guard.cjs`', 'write it'],
  ],
  [
    'a handler is not built',
    { ...described({ scripts: { build: 'x' } }), files: { 'hooks/guard.cjs': null } },
    ['handler-missing', 'hooks.json hooks[0].handler.module', 'no file', 'npm run build'],
  ],
  [
    'a handler is not published',
    described({ files: ['hooks.json', 'cases'] }),
    ['handler-missing', 'hooks.json hooks[0].handler.module', 'would not be published', '`files`'],
  ],
  [
    'package.json has no name',
    described({ name: 'Not A Name' }),
    ['bad-package', 'package.json name', '`Not A Name`', 'my-pack'],
  ],
  [
    'package.json has no version',
    described({ version: '1' }),
    ['bad-package', 'package.json version', '`1` is not a version', '1.0.0'],
  ],
  [
    'package.json is not JSON',
    { files: { 'package.json': '{' } },
    ['bad-package', 'package.json', 'not a JSON object', /./],
  ],
  [
    'a dependency is not bundled',
    described({ dependencies: { left: '^1' } }),
    ['dependency-not-bundled', 'package.json dependencies.left', '`left` is not in the pack', '--bundle'],
  ],
  [
    'a bundled dependency is not installed',
    described({ dependencies: { left: '^1' }, bundleDependencies: ['left'] }),
    ['dependency-not-bundled', 'package.json bundleDependencies', 'not in node_modules', 'npm install'],
  ],
  [
    'a file is too large',
    { files: { 'hooks/large.txt': Buffer.alloc(10 * 1024 * 1024 + 1, 'a') } },
    ['too-large', 'hooks/large.txt', '10.0 MiB', '`files`'],
  ],
  [
    'the archive is too large',
    {
      files: Object.fromEntries(
        ['a', 'b'].map((name) => [`hooks/${name}.bin`, randomBytes(6 * 1024 * 1024)] as const),
      ),
    },
    ['too-large', 'package.json files', 'more than 10.0 MiB', '`files`'],
  ],
  [
    'two names are one on some systems',
    { files: { 'hooks/Other.md': 'a', 'hooks/other.md': 'b' } },
    ['name-collision', 'hooks/other.md', 'the same name', 'rename'],
  ],
  [
    'a name cannot be everywhere',
    { files: { 'hooks/what?.md': 'a' } },
    ['bad-name', 'hooks/what?.md', 'forbidden character', 'rename'],
  ],
  [
    'the manifest has hidden text',
    hook({ description: 'Refuses\u202e one.' }),
    ['hidden-text', 'hooks.json:14', 'U+202E at column 30 changes the direction', 'take it out'],
  ],
  [
    'the manifest has escaped hidden text',
    { files: { 'package.json': '{"name":"small","version":"1.0.0","description":"a\\u200bb"}' } },
    ['hidden-text', 'package.json:1', 'U+200B', 'take it out'],
  ],
  [
    'the README has hidden text',
    { files: { 'README.md': '# small\n\nInstall\u{E0041} it.\n' } },
    ['hidden-text', 'README.md:3', 'U+E0041 at column 8 cannot be seen', 'take it out'],
  ],
  [
    'the code has hidden text',
    code('module.exports = () => undefined // \u2066 admin\n'),
    ['hidden-text', 'hooks/guard.cjs:1', 'U+2066', '\\u200b'],
  ],
  [
    'tools are named on an event without',
    hook({ event: 'Stop' }),
    ['event-without-tools', 'hooks.json hooks[0].tools', 'not about a call of one tool', 'take it out'],
  ],
  [
    'tools are named on an event that is matched by something else',
    hook({ event: 'SessionStart' }),
    ['event-without-tools', 'hooks.json hooks[0].tools', 'not about a call', '`source`'],
  ],
  [
    'a matcher is ignored',
    hook({ event: 'Stop', tools: null, matcher: 'Bash' }),
    ['event-without-tools', 'hooks.json hooks[0].matcher', 'ignores it', 'in the handler'],
  ],
  [
    'a tool does not exist',
    hook({ tools: ['Bash', 'bash'] }),
    ['matches-nothing', 'hooks.json hooks[0].tools[1]', 'no tool `bash`', 'did you mean `Bash`'],
  ],
  [
    'a matcher has a tool that does not exist',
    hook({ tools: null, matcher: 'Bash|Wirte' }),
    ['matches-nothing', 'hooks.json hooks[0].matcher', 'no tool `Wirte`', '`Write`'],
  ],
  [
    'a matcher is a permission rule',
    hook({ tools: null, matcher: 'Bash(git *)' }),
    ['matches-nothing', 'hooks.json hooks[0].matcher', 'it matches no tool_name', '"if": "Bash(git *)"'],
  ],
  [
    'a matcher is a broken expression',
    hook({ tools: null, matcher: 'Bash(' }),
    ['matches-nothing', 'hooks.json hooks[0].matcher', 'not a valid regular expression', 'mend it'],
  ],
  [
    'a matcher is a server alone',
    hook({ tools: null, matcher: 'mcp__files' }),
    ['matches-nothing', 'hooks.json hooks[0].matcher', 'names are matched whole', 'mcp__files__.*'],
  ],
  [
    'a matcher is no source of a session',
    hook({ event: 'SessionStart', tools: null, matcher: 'start' }),
    ['matches-nothing', 'hooks.json hooks[0].matcher', 'no source `start`', '`startup`'],
  ],
  [
    'a condition is on an event without tools',
    hook({ event: 'Stop', tools: null, if: 'Bash(git *)' }),
    ['if-never-runs', 'hooks.json hooks[0].if', 'never runs on Stop', 'take it out'],
  ],
  [
    'a condition is about another tool',
    hook({ if: 'Edit(*.ts)' }),
    ['if-never-runs', 'hooks.json hooks[0].if', 'it is about Edit, and the hook is for Bash', 'same tool'],
  ],
  [
    'a condition is no rule',
    hook({ if: 'Bash git *' }),
    ['if-never-runs', 'hooks.json hooks[0].if', 'not a permission rule', 'Bash(git *)'],
  ],
  [
    'the client runs no such handler on the event',
    hook({ event: 'SessionStart', tools: null, handler: { prompt: { prompt: 'ok?' } } }),
    ['handler-never-runs', 'hooks.json hooks[0].handler.prompt', 'no prompt handlers on SessionStart', /./],
  ],
  [
    'the code decides what the event has not',
    code('module.exports = (e, decide) => decide.block("no")\n'),
    [
      'unknown-decision',
      'hooks/guard.cjs:1',
      'decide.block does not exist on PreToolUse',
      'it has deny, ask',
    ],
  ],
  [
    'the code misspells a decision',
    code('// decide.denny is no call\nmodule.exports = (e, decide) => decide.denny("no")\n'),
    ['unknown-decision', 'hooks/guard.cjs:2', 'decide.denny', 'did you mean `deny`?'],
  ],
  [
    'a case is not JSON',
    { files: { 'cases/guard.json': '[' } },
    ['bad-case', 'cases/guard.json', 'is not JSON', /./],
  ],
  [
    'a case names no hook',
    cases({ ...SUFFICES, hook: 'gard' }),
    ['bad-case', 'cases/guard.json hook', 'no hook `gard`', 'its hooks: guard'],
  ],
  [
    'a case has a field that is not known',
    cases({ ...SUFFICES, cases: [{ ...A_CASE, expects: {} }] }),
    ['bad-case', 'cases/guard.json cases[0].expects', 'not a known field', '`expect`'],
  ],
  [
    'a case expects what the event cannot decide',
    cases({ ...SUFFICES, cases: [{ ...A_CASE, expect: { decision: 'block' } }] }),
    ['bad-case', 'cases/guard.json cases[0].expect.decision', 'PreToolUse has no `block`', /./],
  ],
]

const bash = (text: string) => script('hooks/guard.sh', text)

/** Mistakes that are warned of. */
export const WARNINGS: readonly (readonly [string, Changes, Expected])[] = [
  [
    'there is no description',
    described({ description: null }),
    ['incomplete', 'package.json description', 'there is none', 'one sentence'],
  ],
  [
    'there is no license',
    described({ license: null }),
    ['incomplete', 'package.json license', 'none', 'MIT'],
  ],
  [
    'the keyword is missing',
    described({ keywords: null }),
    ['incomplete', 'package.json keywords', '`hookpack` is missing', 'found by it'],
  ],
  [
    'there is no README',
    { files: { 'README.md': null } },
    ['incomplete', 'package.json', 'no README.md', 'what the pack does'],
  ],
  [
    'there are no cases',
    { files: { 'cases/guard.json': null } },
    ['incomplete', 'cases', 'there are none', 'hooks test'],
  ],
  [
    'no schema is named',
    manifest({ $schema: null }),
    ['incomplete', 'hooks.json $schema', 'there is none', 'editors'],
  ],
  [
    'there is an install script',
    described({ scripts: { postinstall: 'x' } }),
    ['install-script', 'package.json scripts.postinstall', 'never runs', 'when you build'],
  ],
  [
    'the time limit is too short',
    hook({ timeout: 0.6 }),
    ['odd-timeout', 'hooks.json hooks[0].timeout', 'half a second', '1 or more'],
  ],
  [
    'the time limit is very long',
    hook({ timeout: 600 }),
    ['odd-timeout', 'hooks.json hooks[0].timeout', 'waits for up to 600 s', 'async'],
  ],
  [
    'a failure cannot block',
    {
      hook: { event: 'SessionStart', tools: null, failure: 'block' },
      files: {
        'cases/guard.json': { hook: 'guard', cases: [{ ...A_CASE, event: {} }] },
        'hooks/guard.cjs': 'module.exports = () => undefined\n',
      },
    },
    ['cannot-block', 'hooks.json hooks[0].failure', 'on SessionStart nothing can be blocked', 'leave it out'],
  ],
  [
    'code uses the network',
    code("module.exports = async () => {\n  await fetch('https://example.com')\n}\n"),
    ['undeclared', 'hooks/guard.cjs:2', /network \(fetch\).*`permissions.network`/, 'guess'],
  ],
  [
    'code runs programs',
    code("const { execFileSync } = require('node:child_process')\nmodule.exports = () => undefined\n"),
    ['undeclared', 'hooks/guard.cjs:1', /programs \(node:child_process\)/, '`permissions.runs`'],
  ],
  [
    'code writes files',
    code("const fs = require('fs')\nmodule.exports = () => fs.writeFileSync('x', '')\n"),
    ['undeclared', 'hooks/guard.cjs:2', /write files \(writeFileSync\)/, '`permissions.writes`'],
  ],
  [
    'code reads a secret',
    code('module.exports = (e, decide, { env }) => void env.GITHUB_TOKEN\n'),
    ['undeclared', 'hooks/guard.cjs:1', 'GITHUB_TOKEN', '`permissions.env`'],
  ],
  [
    'a script uses the network',
    bash('cat >/dev/null\ncurl -s https://example.com\n'),
    ['undeclared', 'hooks/guard.sh:2', '(curl)', 'guess'],
  ],
  [
    'a script runs programs in several places',
    bash('git status\nnpm test\nnode x\ndocker ps\n'),
    [
      'undeclared',
      'hooks/guard.sh:1',
      '(git); also hooks/guard.sh:2 (npm), hooks/guard.sh:3 (node) and 1 more',
      'guess',
    ],
  ],
  [
    'an http handler does not say where to',
    { hook: { handler: { http: { url: 'https://example.com/x' } } } },
    ['undeclared', 'hooks.json hooks[0].handler.http', 'over the network', '["example.com"]'],
  ],
  [
    'code is minified',
    code(`module.exports=()=>{};${'var a=1;'.repeat(400)}\n`),
    ['opaque-code', 'hooks/guard.cjs', 'minified', '--minify'],
  ],
  [
    'code decodes and runs something',
    code("module.exports = () => eval(Buffer.from('YQ==', 'base64').toString())\n"),
    ['opaque-code', 'hooks/guard.cjs:1', 'decodes something and runs it', 'read'],
  ],
  [
    'a file is a program',
    { files: { 'hooks/tool': Buffer.from('7f454c460201', 'hex') } },
    ['opaque-file', 'hooks/tool', 'a program for Linux', 'read'],
  ],
]
