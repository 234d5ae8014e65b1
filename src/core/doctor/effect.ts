import type { Problem } from '../settings/client-rules.ts'
import type { ExaminedFile } from './examination.ts'

/** What one fault costs in a settings file. */
export const WHOLE_FILE =
  'Claude Code drops the whole file for it, permissions and env included, and says nothing with -p'
const MANAGED = 'in managed settings, claude -p refuses to start for it'
/** The same where only the entry is skipped. */
export const ONE_ENTRY = 'Claude Code skips it and applies the rest; nothing says so with -p'
/** The same where it depends on the event. */
export const WHOLE_FILE_OR_ENTRY =
  'under PreToolUse and PermissionRequest Claude Code drops the whole file for it, permissions and env included, and under other events it skips the entry; nothing says so with -p'

/** A value of a document by its path. */
export function valueAt(document: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as never)[key] : undefined),
    document,
  )
}

const isPlugin = ({ source }: ExaminedFile): boolean => source.plugin !== undefined

/** What the client drops for a problem in this file. */
export function effectOf({ drops }: Pick<Problem, 'drops'>, file: ExaminedFile): string {
  if (file.source.kind === 'managed') return MANAGED
  if (drops === 'entry') return ONE_ENTRY
  return isPlugin(file) ? 'Claude Code drops the hooks of the whole plugin for it' : WHOLE_FILE
}
