// Written by hand, without zod: `hooks list` reads lockfiles, and must not pay for loading a schema library.
import { isEvidence } from '../core/evidence.ts'
import type { Lockfile } from '../core/lockfile.ts'
import { packNameFault } from '../core/pack-name.ts'
import { HooksError } from '../errors.ts'
import { parseJson } from './json.ts'
import { each, fields, list, matching, object, offset, optional, text, truth, where } from './shapes.ts'

/** A lockfile's text as a value. Throws `lockfile-invalid` naming the file and the field. */
export function parseLockfile(content: string, file: string): Lockfile {
  const parsed = parseJson(content)
  if ('fault' in parsed) throw /^<{7} /m.test(content) ? conflict(file) : invalid(file, parsed.fault)
  const { value } = parsed
  if (object(value) !== undefined) throw invalid(file, 'it is not an object')
  const { lockfileVersion } = value as { readonly lockfileVersion?: unknown }
  if (lockfileVersion !== 1) {
    throw new HooksError(
      'lockfile-invalid',
      `${file} has lockfile version \`${JSON.stringify(lockfileVersion)?.slice(0, 40)}\`; this hookpack reads version 1`,
      {
        hint: 'update hookpack, or restore the file from git',
      },
    )
  }
  const wrong = shape(value)
  if (wrong !== undefined) throw invalid(file, `\`${wrong.slice(1, 300)}\` is not what a lockfile has there`)
  return value as Lockfile
}

/** Where a pack's files may lie: nowhere but in the scope's own folder, whatever a lockfile says. */
const FOLDER = /^packs\/(?:@[\w.~-]+\/)?[a-z0-9][\w.~-]*\/[\w.+-]*[\w+-]$/

const folder = where(
  (value) =>
    typeof value === 'string' &&
    FOLDER.test(value) &&
    packNameFault(value.slice('packs/'.length, value.lastIndexOf('/'))) === undefined,
)

const kind = where((value) => ['http', 'prompt', 'agent', 'mcp_tool'].includes(value as string))
const handlers = [
  fields({ module: text }),
  fields({ script: text, interpreter: optional(text) }),
  fields({ type: kind, fields: object }),
]
const handler = where((value) => handlers.some((check) => check(value) === undefined))

const hook = fields({
  id: matching(/^[\w-]+$/),
  event: text,
  matcher: optional(text),
  if: optional(text),
  timeout: optional(where((value) => typeof value === 'number')),
  async: optional(truth),
  failure: optional(where((value) => value === 'block' || value === 'continue')),
  statusMessage: optional(text),
  handler,
})

const chosen = fields({ version: text, options: optional(object) })
const brought = where((value) => typeof value === 'string' || chosen(value) === undefined)

const pack = fields({
  version: matching(/^\d+\.\d+\.\d+([-+][\w.+-]+)?$/),
  source: text,
  resolved: text,
  integrity: text,
  published: optional(text),
  evidence: optional(where(isEvidence)),
  folder,
  files: each(text),
  hooks: list(hook),
  options: object,
  env: optional(list(text)),
  permissions: optional(each(list(text))),
  packs: optional(each(brought)),
})

const shape = fields({
  packs: each(pack, (name) => packNameFault(name) === undefined),
  entries: list(fields({ event: text, matcher: optional(text), handler: object, hooks: list(text) })),
  taken: optional(list(fields({ pack: text, event: text, matcher: optional(text), handler: object }))),
  takenTexts: optional(list(fields({ pack: text, at: offset, removed: text, inserted: text, sha256: text }))),
  disabled: optional(list(text)),
  undo: list(
    fields({
      at: text,
      kind: where((value) => value === 'created' || value === 'filled' || value === 'replaced'),
      was: where((value) => value === null || typeof value === 'string'),
    }),
  ),
  createdHome: optional(truth),
})

function conflict(file: string): HooksError {
  return new HooksError('merge-conflict', `${file} has a merge conflict`, {
    hint: '`hooks install` settles it: what both sides have installed stays',
  })
}

function invalid(file: string, fault: string): HooksError {
  return new HooksError('lockfile-invalid', `${file} is damaged: ${fault}`, {
    hint: 'restore it from git or a backup',
  })
}
