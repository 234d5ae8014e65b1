import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { foldersUpTo } from '../../_shared/src/folders-up-to.ts'
import { textOf } from '../../_shared/src/text-file.ts'

/** The file to format, the folder with its formatter's evidence, and the project's root; all real paths. */
export interface Place {
  readonly file: string
  readonly evidenceFolder: string
  readonly projectDir: string
}

/** The file's own folder: where a formatter that gets the text on stdin looks for its configuration. */
export function folderOfFile({ file }: Place): string {
  return dirname(file)
}

/** The nearest folder with a .prettierignore, else the evidence's: it counts in the current folder only. */
export function folderWithIgnoreFile({ evidenceFolder, projectDir }: Place): string {
  const folders = foldersUpTo(projectDir, evidenceFolder)
  return folders.find((folder) => existsSync(join(folder, '.prettierignore'))) ?? evidenceFolder
}

/** The edition that the file's Cargo.toml names, itself or through its workspace; 2015 is cargo's default. */
export function rustEdition({ evidenceFolder, projectDir }: Place): string {
  for (const folder of foldersUpTo(projectDir, evidenceFolder)) {
    const text = textOf(join(folder, 'Cargo.toml')) ?? ''
    const edition = /^[ \t]*edition[ \t]*=[ \t]*["'](\d{4})["']/m.exec(text)?.[1]
    if (edition !== undefined) return edition
    const inherits = /^[ \t]*edition[ \t]*(?:\.[ \t]*workspace[ \t]*=|=[ \t]*\{[^}\n]*workspace)/m.test(text)
    if (text !== '' && !inherits) break
  }
  return '2015'
}
