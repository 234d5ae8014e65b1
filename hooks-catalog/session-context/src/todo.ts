import path from 'node:path'
import { insideProject } from '../../../src/runtime/src/kit/paths.ts'
import { smallFile } from '../../_shared/src/git-files.ts'
import type { Place } from './at-start.ts'
import type { Options } from './options.ts'
import { quote } from './quote.ts'

const MOST_BYTES = 256 * 1024

/** The open tasks of the files that are there: how many, and the first of them. */
export function todoLines({ root, cwd }: Place, { todoFiles, maxTodos }: Options): readonly string[] {
  const places = [...new Set([root, cwd])].flatMap((folder) =>
    todoFiles.map((name) => ({ folder, name, file: path.resolve(folder, name) })),
  )
  const seen = new Set<string>()
  return places.flatMap(({ folder, name, file }) => {
    // Where names differ in nothing but case, one file answers to several of them.
    if (seen.has(file.toLowerCase()) || !insideProject(file, folder)) return []
    seen.add(file.toLowerCase())
    const open = openTasks(smallFile(file, MOST_BYTES) ?? '')
    if (open.length === 0) return []
    const shown = open.slice(0, maxTodos).map((task) => `- ${quote(task, 140)}`)
    const title = `${quote(name, 120)} has ${open.length} open ${open.length === 1 ? 'task' : 'tasks'}`
    if (shown.length === 0) return [`${title}.`]
    return [`${title}${open.length > shown.length ? ', the first' : ''}:`, ...shown]
  })
}

/** Entries of lists that are not ticked off. With boxes in it, other lists of a file are no tasks. */
function openTasks(text: string): readonly string[] {
  const lines = text.split('\n')
  const boxes = lines.some((line) => /^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]/.test(line))
  const entry = boxes ? /^\s*(?:[-*+]|\d+[.)])\s+\[ \]\s+(.*\S)/ : /^(?:[-*+]|\d+[.)])\s+(.*\S)/
  return lines.flatMap((line) => entry.exec(line.slice(0, 1000))?.[1] ?? [])
}
