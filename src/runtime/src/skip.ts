import type { Table } from './types.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Why a hook does not run in this session: HOOKS=0, or HOOKS_SKIP with its name or that of its pack, separated by
 * commas. `undefined` when it runs; what managed policy requires always does.
 */
export function skipReason(hook: string, env: Env, table: Table): string | undefined {
  if (table.enforced) return undefined
  if (env['HOOKS'] === '0') return 'HOOKS=0'
  const names = env['HOOKS_SKIP']
  if (!names) return undefined
  const pack = hook.slice(0, hook.lastIndexOf('/'))
  const name = names.split(',').find((one) => one.trim() === hook || one.trim() === pack)
  return name === undefined ? undefined : `HOOKS_SKIP=${name.trim()}`
}
