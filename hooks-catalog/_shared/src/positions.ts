import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'

/** What a program says about a line of a file. The path is as the program printed it. */
export interface Position {
  readonly path: string
  readonly line: number
  readonly text: string
}

const FORMS = [
  // deno: `path: line 1, col 5 - text (rule)`
  /^(?<path>(?:[A-Za-z]:)?[^:\n]+): line (?<line>\d+), col \d+(?:, \w+)? - (?<text>\S.*)$/,
  // tsc: `path(1,5): error TS2322: text`
  /^(?<path>(?:[A-Za-z]:)?[^:\n]+?)\((?<line>\d+),\d+\): (?<text>\S.*)$/,
  // Nearly everybody: `path:1:5: text`, with or without the column and the last colon.
  /^(?<path>(?:[A-Za-z]:)?[^:\n]+):(?<line>\d+)(?:[:,]\d+(?:-\d+)?)?:?\s+(?:-\s+)?(?<text>\S.*)$/,
]

/** The lines of an output that name a place in a file. */
export function positionsIn(output: string): readonly Position[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const { path, line: number, text } = FORMS.map((form) => form.exec(line)?.groups).find(Boolean) ?? {}
    return path === undefined || text === undefined ? [] : [{ path: path.trim(), line: Number(number), text }]
  })
}

/** The real path that is meant by a printed one, which may be relative to the folder; `undefined` for none. */
export function fileAt(path: string, folder: string): string | undefined {
  try {
    return realpathSync(resolve(folder, path))
  } catch {
    // A path that does not exist, or no path at all.
    return undefined
  }
}
