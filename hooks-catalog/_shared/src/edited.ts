import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'
import type { EventOf } from '../../../src/runtime/src/types.ts'
import { leaveContent, type Target, targetOf } from './target.ts'

/** The edited file as it may be given to a tool: real path, real root of the project, and its name for people. */
export type EditedTarget = Extract<Target, { kind: 'file' }>

/**
 * The file that the event has edited, if a tool may look at it: it lies in the project, also by its real path, is
 * source and not generated, binary or huge, and `ignore` does not name it.
 */
export function editedTarget(
  event: EventOf<'PostToolUse'>,
  projectDir: string,
  ignore: readonly string[],
): EditedTarget | undefined {
  // An empty path must never become "the whole project".
  const [edited] = projectDir === '' ? [] : editedFiles(event)
  if (!edited) return undefined
  const target = targetOf(edited.path, projectDir, ignore)
  if (target.kind === 'leave' || leaveContent(readFileSync(target.file)) !== undefined) return undefined
  return target
}

/** The path of a file of the project for people, with `/`. */
export function shownPath(file: string, root: string): string {
  return relative(root, file).split(sep).join('/')
}
