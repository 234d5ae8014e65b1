import { existsSync } from 'node:fs'
import path from 'node:path'
import { handlersIn, settingsFiles } from './settings.ts'

const MOST_SCRIPTS = 100

/** Files of the project that commands of hooks in the settings name: a hook is no stronger than its script. */
export function hookScripts(projectDir: string): readonly string[] {
  const commands = settingsFiles(projectDir).flatMap(({ value }) =>
    handlersIn(value).flatMap(({ fields }) => [
      fields['command'],
      ...(Array.isArray(fields['args']) ? fields['args'] : []),
    ]),
  )
  const words = commands.flatMap((command) =>
    typeof command === 'string'
      ? command
          .slice(0, 2000)
          .replace(/["']/g, '')
          .split(/[\s;|&()=]+/)
      : [],
  )
  const files = [...new Set(words)].flatMap((word) => fileOf(word, projectDir))
  return files.slice(0, MOST_SCRIPTS)
}

function fileOf(word: string, projectDir: string): readonly string[] {
  const plain = word.replace(/^\$\{?CLAUDE_PROJECT_DIR\}?/, projectDir)
  if (!/[./\\]/.test(plain) || plain.length < 3) return []
  const file = path.resolve(projectDir, plain)
  const inside = path.relative(projectDir, file)
  if (
    inside === '' ||
    inside.startsWith('..') ||
    path.isAbsolute(inside) ||
    inside.startsWith('node_modules')
  )
    return []
  return existsSync(file) ? [file] : []
}
