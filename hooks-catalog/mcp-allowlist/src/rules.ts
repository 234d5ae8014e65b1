import { absolutePath, insideProject } from '../../../src/runtime/src/kit/paths.ts'
import { fits } from './names.ts'

/** What the arguments of some tools have to be like. */
export interface ArgumentRule {
  readonly tools: readonly string[]
  /** Hosts that addresses may have. */
  readonly hosts?: readonly string[]
  /** Folders that paths have to be in; `project` is the project. */
  readonly paths?: readonly string[]
  /** A field, and what may stand in it. */
  readonly field?: string
  readonly values?: readonly string[]
  readonly verdict?: 'deny' | 'ask'
}

/** Where a call happens. */
export interface Place {
  readonly cwd: string
  readonly projectDir: string
}

interface Text {
  /** The names of the fields around it, the innermost last. */
  readonly field: string
  readonly value: string
}

const MOST_LEVELS = 12
const MOST_TEXTS = 5000

/** What is wrong with the arguments of a call; `undefined` when nothing is. */
export function wrongArgument(input: unknown, rule: ArgumentRule, place: Place): string | undefined {
  const texts = textsIn(input)
  // What is not looked at to its end is not known to be right.
  if (texts === undefined) return 'has arguments that are too many or nest too deep to be looked at'
  return wrongHost(texts, rule) ?? wrongPath(texts, rule, place) ?? wrongValue(texts, rule)
}

function textsIn(input: unknown): readonly Text[] | undefined {
  const texts: Text[] = []
  let whole = true
  const visit = (value: unknown, field: string, level: number): void => {
    if (level > MOST_LEVELS || texts.length > MOST_TEXTS) {
      whole = false
    } else if (typeof value === 'string') texts.push({ field, value })
    else if (typeof value === 'number' || typeof value === 'boolean')
      texts.push({ field, value: String(value) })
    else if (Array.isArray(value)) for (const one of value) visit(one, field, level + 1)
    else if (typeof value === 'object' && value !== null)
      for (const [name, one] of Object.entries(value)) visit(one, name, level + 1)
  }
  visit(input, '', 0)
  return whole ? texts : undefined
}

const ADDRESS =
  /[a-z][a-z0-9+.-]*:[\\/]{2}[^\s"'<>`]*|(?<![\w.])\/\/[\w[][^\s"'<>`]*|\b(?:javascript|data|file|view-source):[^\s"'<>`]*/gi
const ADDRESS_FIELD =
  /^(?:.*[_-])?(?:ur[il]s?|link|href|endpoint|host|hostname|domain|website|site|origin|webhook|address)$/i

function wrongHost(texts: readonly Text[], { hosts }: ArgumentRule): string | undefined {
  if (!hosts) return undefined
  for (const { field, value } of texts) {
    const found = value.match(ADDRESS) ?? []
    const bare =
      ADDRESS_FIELD.test(field) && found.length === 0 && value.trim() !== '' && !/^[/?#.]/.test(value.trim())
    for (const address of bare ? [`https://${value.trim()}`] : found) {
      const host = hostOf(address)
      if (host === undefined) return 'has an address that cannot be read, or is none of the web'
      if (!hosts.some((pattern) => hostFits(pattern, host)))
        return `goes to the host ${safe(host)}, which is not on the list`
    }
  }
  return undefined
}

/** The host of an address as programs read it, with its port if it names one. */
function hostOf(address: string): string | undefined {
  try {
    const { protocol, host } = new URL(address.startsWith('//') ? `https:${address}` : address)
    return /^(?:https?|wss?|ftp):$/.test(protocol) && host !== '' ? host.replace(/\.(?=$|:)/, '') : undefined
  } catch {
    return undefined
  }
}

function hostFits(pattern: string, host: string): boolean {
  const port = /:\d+$/.test(host)
  const plain = port ? host.replace(/:\d+$/, '') : host
  // A pattern without a port means every port; one for names does not mean numbers.
  if (/^\[|^\d+(?:\.\d+){3}$/.test(plain) && pattern.includes('*') && pattern !== '*') return false
  return fits(pattern, /:\d+$/.test(pattern) ? host : plain)
}

const PATH_FIELD =
  /^(?:.*[_-])?(?:paths?|files?|file_?names?|filepaths?|dir|directory|directories|folders?|cwd|root|source|destination|src|dest|target|location|repo_path|workspace)$/i

function wrongPath(texts: readonly Text[], { paths }: ArgumentRule, place: Place): string | undefined {
  if (!paths) return undefined
  for (const { field, value } of texts) {
    const path = pathIn(field, value)
    if (path === undefined) continue
    const file = path === '' ? undefined : absolutePath(path, place.cwd)
    const inside = file !== undefined && paths.some((folder) => insideProject(file, folderOf(folder, place)))
    if (!inside)
      return `has a path outside of the folders on the list (field ${safe(field) || 'without a name'})`
  }
  return undefined
}

/** The path that a text is; empty for an address of a file that cannot be read. */
function pathIn(field: string, value: string): string | undefined {
  const text = value.trim()
  if (/^file:/i.test(text)) {
    try {
      return decodeURIComponent(new URL(text).pathname)
    } catch {
      return ''
    }
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text) || text === '') return undefined
  const looksLike = /^(?:[\\/~]|\.{1,2}(?:[\\/]|$)|[A-Za-z]:[\\/])/.test(text) && !/[\n\r]/.test(text)
  return looksLike || PATH_FIELD.test(field) || /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(text) ? text : undefined
}

function folderOf(folder: string, { projectDir }: Place): string {
  return folder === 'project' ? projectDir : absolutePath(folder, projectDir)
}

function wrongValue(texts: readonly Text[], { field, values }: ArgumentRule): string | undefined {
  if (!field || !values) return undefined
  const wrong = texts.find(
    (text) => fits(field, text.field) && !values.some((pattern) => fits(pattern, text.value.trim())),
  )
  return wrong && `has a value in the field ${safe(wrong.field)} that is not on the list`
}

/** A name from outside as a reason may show it. */
export function safe(text: string): string {
  return text.replace(/[^\w.:/@[\]-]/g, '?').slice(0, 120)
}
