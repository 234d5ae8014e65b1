import type { Code, ExaminedHook } from './examination.ts'
import type { Hit } from './rule.ts'

/** A hit at a field of a hook's handler, or at the handler. */
export function atHandler(
  { hook }: Pick<ExaminedHook, 'hook'>,
  field: string | undefined,
  hit: Omit<Hit, 'file' | 'at'>,
): Hit {
  const path = field === undefined ? hook.path : [...hook.path, field]
  return { file: hook.source.file, at: { path }, ...hit }
}

/** A hit at the matcher of a hook's group. */
export function atMatcher({ hook }: Pick<ExaminedHook, 'hook'>, hit: Omit<Hit, 'file' | 'at'>): Hit {
  return { file: hook.source.file, at: { path: [...hook.path.slice(0, -2), 'matcher'] }, ...hit }
}

/** True for an entry of ours: what is wrong with it is put right by `hooks verify`, never in place. */
export function isOurs({ hook: { putBy } }: Pick<ExaminedHook, 'hook'>): boolean {
  return putBy.by === 'pack' || putBy.by === 'hookpack'
}

/** True for a hook in a settings file of the user: there `--fix` may write. */
export function isMendable(one: Pick<ExaminedHook, 'hook'>): boolean {
  const { kind, off } = one.hook.source
  return !isOurs(one) && off === undefined && (kind === 'user' || kind === 'project' || kind === 'local')
}

/** A hit in code: in a script at its offset, else at the command that holds it. */
export function inCode(one: ExaminedHook, code: Code, offset: number, hit: Omit<Hit, 'file' | 'at'>): Hit {
  return code.file === undefined
    ? atHandler(one, 'command', hit)
    : { file: code.file, at: { offset }, ...hit }
}
