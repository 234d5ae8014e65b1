import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { BIN, put, refused, type Scratch, scratch } from './cli.ts'

/** A project with one installed pack, and `hooks` on the PATH. */
async function site(): Promise<Scratch> {
  const at = scratch()
  await at.done(['add', 'block-dangerous-bash', '--yes'])
  mkdirSync(path.join(at.home, 'bin'))
  symlinkSync(BIN, path.join(at.home, 'bin/hooks'))
  return { ...at, env: { ...at.env, PATH: `${path.join(at.home, 'bin')}:${at.env['PATH'] ?? ''}` } }
}

async function shell(at: Scratch, program: string, args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await execa(program, args, { cwd: at.project, env: at.env, extendEnv: false })
  return stdout.split('\n')
}

const has = async (program: string): Promise<boolean> =>
  (await execa(program, ['--version'], { reject: false })).exitCode === 0

const LINES = {
  'hooks rem': 'remove',
  'hooks remove ': 'block-dangerous-bash',
  'hooks logs --event PreT': 'PreToolUse',
  'hooks logs --hook block-dangerous-bash/g': 'block-dangerous-bash/guard',
  'hooks add form': 'format-on-edit',
}

describe('hooks completion', () => {
  test('bash completes commands, packs, events and files', async () => {
    const at = await site()
    put(path.join(at.project, 'inner/file'), '')
    const script = `source <(hooks completion bash)
try() { COMP_LINE="$1" COMP_POINT=\${#1} COMP_WORDS=(hooks); _hookpack_complete; echo "\${COMPREPLY[*]}"; }
${Object.keys({ ...LINES, 'hooks logs --event=PreT': '', 'hooks test inn': '' })
  .map((line) => `try '${line}'`)
  .join('\n')}`
    // What is before the \`=\` stays, for bash.
    expect(await shell(at, 'bash', ['-c', script])).toEqual([...Object.values(LINES), 'PreToolUse', 'inner'])
  })

  test('enable offers what is disabled, and disable what is not', async () => {
    const at = await site()
    await at.done(['add', 'notify-done', '--yes'])
    const offered = async (...words: readonly string[]): Promise<readonly string[]> => {
      const { stdout } = await at.done(['__complete', '--current=', '--', ...words])
      return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']))
    }
    const all = await offered('logs', '--hook')
    expect(all).toContain('notify-done')
    expect(await offered('disable')).toEqual(all)
    expect(await offered('enable')).toEqual([])
    await at.done(['disable', 'block-dangerous-bash/guard', 'notify-done', '--yes'])
    expect(await offered('enable')).toEqual([
      'block-dangerous-bash',
      'block-dangerous-bash/guard',
      ...all.filter((name) => name.startsWith('notify-done')),
    ])
    expect(await offered('disable')).toEqual(['block-dangerous-bash', 'block-dangerous-bash/powershell'])
  })

  test('fish completes the same, with a word about each', async (context) => {
    if (!(await has('fish'))) return context.skip()
    const at = await site()
    const asks = Object.keys(LINES).map((line) => `complete -C '${line}'`)
    const lines = await shell(at, 'fish', ['-c', `hooks completion fish | source; ${asks.join('; ')}`])
    expect(lines.map((line) => line.split('\t')[0])).toEqual(Object.values(LINES))
    expect(lines[0]).toContain('take hook packs out again')
  })

  test('zsh completes the same', async (context) => {
    if (!(await has('zsh'))) return context.skip()
    const at = await site()
    // The completion system only runs in a terminal; compadd stands for it here.
    const script = `compdef() { :; }; compadd() { print -l -- \${(P)@[-1]}; }; _files() { print files; }
eval "$(hooks completion zsh)"
try() { words=("$@"); CURRENT=$#words; PREFIX=$words[-1]; _hookpack; }
try hooks rem; try hooks remove ''; try hooks logs --event PreT; try hooks add form; try hooks add ./`
    expect(await shell(at, 'zsh', ['-f', '-c', script])).toEqual([
      ...['remove', 'block-dangerous-bash', 'PreToolUse', 'format-on-edit', 'files'],
    ])
  })

  test('another shell is refused, with the nearest that there is', async () => {
    const at = scratch()
    const says = ['there is no completion for `zhs`']
    await refused(at, ['completion', 'zhs'], { code: 'usage', says, hint: /did you mean `zsh`/ })
  })
})
