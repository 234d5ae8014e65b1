import type { SeenHook } from '../seen/seen-hook.ts'
import type { Fix } from './rule.ts'

/**
 * The command with a relative path from the project's folder on; undefined where it could be read in another way. Only
 * for files of a project: in those of a user it may be meant for each project anew.
 */
export function relativeFix(
  { handler, source, path }: Pick<SeenHook, 'handler' | 'source' | 'path'>,
  written: string,
): (Fix & { readonly kind: 'value' }) | undefined {
  const { command, args, shell } = handler
  if (typeof command !== 'string' || shell === 'powershell' || source.kind === 'user') return undefined
  const rest = written.replace(/^\.\//, '')
  if (Array.isArray(args)) {
    const at = [command, ...args].indexOf(written)
    const value = `\${CLAUDE_PROJECT_DIR}/${rest}`
    return { kind: 'value', path: at === 0 ? [...path, 'command'] : [...path, 'args', at - 1], value }
  }
  const parts = command.split(written)
  const [before = '', after = ''] = parts
  const alone = parts.length === 2 && /(?:^|\s)$/.test(before) && /^(?:[\s;&|]|$)/.test(after)
  if (!alone || /\bcd\s/.test(before) || !/^[\w./@-]+$/.test(rest)) return undefined
  return {
    kind: 'value',
    path: [...path, 'command'],
    value: `${before}"$CLAUDE_PROJECT_DIR"/${rest}${after}`,
  }
}
