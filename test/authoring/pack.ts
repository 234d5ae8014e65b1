import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { put } from '../scenarios/cli.ts'

/** The templates, as they are in the repository. */
export const TEMPLATES_FOLDER = path.resolve(import.meta.dirname, '../../templates')

/** A scratch folder, removed when the test ends. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-authoring-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What differs from a pack without a fault; null takes a file or a field away. */
export interface Changes {
  readonly described?: Readonly<Record<string, unknown>>
  readonly manifest?: Readonly<Record<string, unknown>>
  /** Fields of its only hook. */
  readonly hook?: Readonly<Record<string, unknown>>
  readonly files?: Readonly<Record<string, string | Buffer | object | null>>
}

const DENY = `module.exports = (event, decide) =>
  event.tool_input.command === 'no' ? decide.deny('Say yes.') : undefined
`

/** Writes a pack of one guard that has no fault, but for the changes. Gives its folder. */
export function writePack(root: string, { described, manifest, hook, files }: Changes = {}): string {
  const folder = path.join(root, 'small')
  const guard = {
    ...{ id: 'guard', event: 'PreToolUse', tools: ['Bash'], handler: { module: 'hooks/guard.cjs' } },
    ...{ timeout: 10, description: 'Refuses one command.' },
  }
  const all: Changes['files'] = {
    'package.json': without({
      ...{ name: 'small', version: '1.0.0', description: 'For a test.', license: 'MIT' },
      ...{ keywords: ['hookpack'], files: ['hooks', 'hooks.json', 'cases'] },
      ...described,
    }),
    'hooks.json': without({
      $schema: 'https://example.com/hooks.schema.json',
      hooks: [without({ ...guard, ...hook })],
      permissions: { network: [], reads: [], writes: [], runs: [] },
      ...manifest,
    }),
    'hooks/guard.cjs': DENY,
    'README.md': '# small\n',
    'cases/guard.json': {
      hook: 'guard',
      event: { tool_name: 'Bash' },
      cases: [
        {
          name: 'refuses',
          event: { tool_input: { command: 'no' } },
          expect: { decision: 'deny', reason: 'Say yes' },
        },
        { name: 'lets pass', event: { tool_input: { command: 'yes' } }, expect: { decision: 'none' } },
      ],
    },
    ...files,
  }
  for (const [name, content] of Object.entries(all))
    if (content !== null) put(path.join(folder, name), content)
  return folder
}

/** The object without what is null. */
function without(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
