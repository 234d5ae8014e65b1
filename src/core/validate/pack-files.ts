import type { ArchiveFile } from '../archive/read.ts'
import { type Language, languageOf } from './code.ts'
import { decisionsInCode } from './decisions.ts'
import type { Finding } from './finding.ts'
import { fileOf, type PlacedHook } from './handlers.ts'
import { hiddenText } from './hidden-text.ts'
import { isMinified, opaqueCode, opaqueFile } from './opaque.ts'
import type { Seen } from './permissions.ts'
import { touchesOf } from './touches.ts'

/** What reading the files of a pack has found: faults, and places that touch something. */
export interface ReadFiles {
  readonly findings: readonly Finding[]
  readonly seen: readonly Seen[]
}

/** Reads every file that would be published, but for the cases, which may hold anything on purpose. */
export function readFiles(files: readonly ArchiveFile[], hooks: readonly PlacedHook[]): ReadFiles {
  const read = files
    .filter(({ path }) => !path.startsWith('cases/'))
    .map((file) =>
      readFile(
        file,
        hooks.filter(({ hook }) => fileOf(hook) === file.path),
      ),
    )
  return { findings: read.flatMap((one) => one.findings), seen: read.flatMap((one) => one.seen) }
}

function readFile(file: ArchiveFile, hooks: readonly PlacedHook[]): ReadFiles {
  const opaque = opaqueFile(file, hooks.length > 0)
  // A byte that no text has: a picture, or what was just found.
  if (opaque.length > 0 || file.bytes.includes(0)) return { findings: opaque, seen: [] }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes)
  const { path } = file
  const language = codeIn(path, text, hooks)
  if (!language) return { findings: isRead(path) ? hiddenText({ path, text }) : [], seen: [] }
  const isModule = hooks.some(({ hook }) => 'module' in hook.handler)
  const events = [...new Set(hooks.map(({ hook }) => hook.event))]
  return {
    findings: [
      ...hiddenText({ path, text }, true).map(isBundled(path) ? milder : same),
      ...opaqueCode(path, text, language),
      ...(isModule && !isMinified(text) ? decisionsInCode({ path, text }, events) : []),
    ],
    seen: touchesOf(text, language).map((touch) => ({ file: path, ...touch })),
  }
}

/** Code of others, which the author of the pack cannot mend. */
function isBundled(path: string): boolean {
  return path.startsWith('node_modules/')
}

function milder(finding: Finding): Finding {
  return { ...finding, level: 'warning' }
}

function same(finding: Finding): Finding {
  return finding
}

function codeIn(path: string, text: string, hooks: readonly PlacedHook[]): Language | undefined {
  const [interpreter] = hooks.flatMap(({ hook: { handler } }) =>
    'script' in handler && handler.interpreter !== undefined ? [handler.interpreter] : [],
  )
  return languageOf(path, text, interpreter)
}

/** What people or the client read of a pack, besides code. */
function isRead(path: string): boolean {
  return /(?:^|\/)(?:package|hooks)\.json$|\.(?:md|markdown|txt)$|^readme/i.test(path)
}
