import { relative, sep } from 'node:path'
import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'
import { insideProject } from '../../../src/runtime/src/kit/paths.ts'

/** An edited file of the project. */
export interface Edited {
  readonly path: string
  /** Relative to the project, with `/`. */
  readonly shown: string
}

/** The file of the project that the event's edit names, if it names one. */
export function editedIn(
  event: { readonly hook_event_name: string; readonly cwd: string },
  projectDir: string,
): Edited | undefined {
  const [edited] = editedFiles(event)
  if (!edited || projectDir === '' || !insideProject(edited.path, projectDir)) return undefined
  const shown = relative(projectDir, edited.path).split(sep).join('/')
  return shown.startsWith('../') ? undefined : { path: edited.path, shown }
}

/** All texts that the tool would write. */
export function writtenText(input: Readonly<Record<string, unknown>>): string {
  const edits = Array.isArray(input['edits']) ? (input['edits'] as unknown[]) : []
  const news = edits.map((edit) => (edit as { readonly new_string?: unknown } | null)?.new_string)
  return [input['content'], input['new_string'], ...news]
    .filter((text) => typeof text === 'string')
    .join('\n')
}
