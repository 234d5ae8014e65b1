import { readFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from '../../../src/runtime/src/kit/command.ts'
import { stateFolder } from '../../../src/runtime/src/state-folder.ts'
import type { Drift } from './drift.ts'
import type { Place } from './scopes.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What is done about drift: nothing but telling, or putting back. */
export type Heal = 'report' | 'restore'

/** The option, or more if a policy of the administrator, the user or the project wants more. */
export function healOf(option: unknown, places: readonly Place[], managed: string): Heal {
  const files = [managed, ...places.map(({ folder }) => path.join(folder, 'hookpack.json'))]
  return [option, ...files.map(policyOf)].includes('restore') ? 'restore' : 'report'
}

function policyOf(file: string): unknown {
  try {
    const { policy } = JSON.parse(readFileSync(file, 'utf8')) as { policy?: { heal?: unknown } }
    return policy?.heal
  } catch {
    // No file, or one that Hookpack itself refuses: no word on this.
    return undefined
  }
}

/** Puts a scope right through Hookpack: planned and applied as one. Gives why it could not, or nothing. */
export async function restore(
  { place }: Drift,
  { projectDir, env }: { readonly projectDir: string; readonly env: Env },
): Promise<string | undefined> {
  const program = programOf(env)
  if (!program) return 'hookpack is not known on this machine; run `npx hookpack verify --fix`'
  const args = [program.bin, 'verify', '--fix', '--yes', '--scope', place.scope, '--json']
  const passed = ['CLAUDE_CONFIG_DIR', 'HOOKPACK_STATE_DIR', 'HOOKPACK_CACHE_DIR'].flatMap((name) => {
    const value = env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const { status, stdout, stderr, problem } = await runCommand(program.node, args, {
    cwd: projectDir,
    env: Object.fromEntries(passed),
    timeoutMs: 45_000,
  })
  return status === 0
    ? undefined
    : (problem ?? reasonIn(stdout) ?? stderr.trim().split('\n')[0] ?? 'it failed')
}

function reasonIn(stdout: string): string | undefined {
  try {
    return (JSON.parse(stdout) as { error?: { message?: string } }).error?.message
  } catch {
    // Not even JSON: stderr has it.
    return undefined
  }
}

/** Where the hookpack is that made the last change on this machine; not below a project, where anybody may write. */
function programOf(env: Env): { readonly node: string; readonly bin: string } | undefined {
  try {
    const file = path.join(stateFolder(env, process.platform), 'program.json')
    const { node, bin } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    return typeof node === 'string' && typeof bin === 'string' ? { node, bin } : undefined
  } catch {
    // Nothing was remembered, or it was thrown away.
    return undefined
  }
}
