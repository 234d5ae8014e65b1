// Written by hand, without zod: `hooks list` reads lockfiles, and must not pay for loading a schema library.
import type { Lockfile } from '../core/lockfile.ts'
import { HooksError } from '../errors.ts'
import { parseJson } from './json.ts'

/** A lockfile's text as a value. Throws `lockfile-invalid` naming the file and the field. */
export function parseLockfile(text: string, file: string): Lockfile {
  const parsed = parseJson(text)
  if ('fault' in parsed) throw /^<{7} /m.test(text) ? conflict(file) : invalid(file, parsed.fault)
  const value = parsed.value as Partial<Lockfile> | null
  if (!isObject(value)) throw invalid(file, 'it is not an object')
  if (value.lockfileVersion !== 1) {
    throw new HooksError(
      'lockfile-invalid',
      `${file} has lockfile version \`${String(value.lockfileVersion)}\`; this hookpack reads version 1`,
      {
        hint: 'update hookpack, or restore the file from git',
      },
    )
  }
  const fault = faultOf(value)
  if (fault) throw invalid(file, fault)
  return value as Lockfile
}

function faultOf(value: Partial<Lockfile>): string | undefined {
  if (!isObject(value.packs)) return '`packs` is not an object'
  if (!Array.isArray(value.entries) || !value.entries.every(isEntry))
    return '`entries` is not a list of entries'
  if (!Array.isArray(value.undo) || !value.undo.every(isUndo)) return '`undo` is not a list of records'
  const bad = Object.entries(value.packs).find(([name, pack]) => !PACK_NAME.test(name) || !isPack(pack))
  return bad && `\`packs.${bad[0]}\` is not an installed pack`
}

const PACK_NAME = /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9][\w.~-]*$/
/** Where a pack's files may lie: nowhere but in the scope's own folder, whatever a lockfile says. */
const FOLDER = /^packs\/(@[\w.~-]+\/)?[a-z0-9][\w.~-]*\/[\w.+-]+$/

function isPack(value: unknown): boolean {
  return (
    isObject(value) &&
    ['version', 'source', 'resolved', 'integrity'].every((key) => typeof value[key] === 'string') &&
    typeof value['folder'] === 'string' &&
    FOLDER.test(value['folder']) &&
    !value['folder'].split('/').includes('..') &&
    isObject(value['files']) &&
    isObject(value['options']) &&
    Array.isArray(value['hooks']) &&
    value['hooks'].every(isHook)
  )
}

function isHook(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['id'] === 'string' &&
    typeof value['event'] === 'string' &&
    isObject(value['handler'])
  )
}

function isEntry(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['event'] === 'string' &&
    isObject(value['handler']) &&
    Array.isArray(value['hooks'])
  )
}

function isUndo(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['at'] === 'string' &&
    (value['kind'] === 'created' || value['kind'] === 'filled')
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

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
