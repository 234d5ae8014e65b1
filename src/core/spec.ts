import npa from 'npm-package-arg'
import { HooksError } from '../errors.ts'
import { packNameFault } from './pack-name.ts'

/**
 * What a user asked for. `registry`: a bare name, looked up in the configured registries only. `scoped`: `@ns/name`, from
 * the registry that the namespace is mapped to, else npm. `npm`: `npm:name`. `folder` and `archive`: on this disk.
 * `url`: an archive somewhere else. `git`: a commit, tag or branch (`ref`) of a repository.
 */
export type Spec =
  | {
      readonly kind: 'registry' | 'scoped' | 'npm'
      readonly raw: string
      readonly name: string
      readonly range: string
    }
  | { readonly kind: 'folder' | 'archive'; readonly raw: string; readonly path: string }
  | { readonly kind: 'url'; readonly raw: string; readonly url: string }
  | { readonly kind: 'git'; readonly raw: string; readonly url: string; readonly ref: string }

/** A spec of a pack that a registry has by name. */
export type NamedSpec = Extract<Spec, { readonly range: string }>

const NAME = /^[a-z][a-z0-9-]{0,63}$/
const SCOPED = /^@[a-z0-9~-][a-z0-9._~-]*\/[a-z0-9~-][a-z0-9._~-]*$/
const PATH = /^(\.{1,2}([/\\]|$)|[/\\~]|[A-Za-z]:[/\\])/
const ARCHIVE = /\.(tgz|tar\.gz)$/i

/** Parses one argument of `hooks add`. Throws `spec-invalid` with the forms that exist. */
export function parseSpec(raw: string): Spec {
  if (raw.startsWith('file:')) return onDisk(raw, raw.slice(5))
  if (PATH.test(raw)) return onDisk(raw, raw)
  if (/^(https?|git(\+\w+)?|ssh|github|gitlab|bitbucket):|^[\w.-]+@[\w.-]+:/.test(raw)) return elsewhere(raw)
  const explicit = raw.startsWith('npm:')
  const { name, range } = splitVersion(explicit ? raw.slice(4) : raw)
  checkName(raw, name)
  if (SCOPED.test(name))
    return { kind: explicit ? 'npm' : 'scoped', raw, name, range: checkedRange(raw, range) }
  if (NAME.test(name))
    return { kind: explicit ? 'npm' : 'registry', raw, name, range: checkedRange(raw, range) }
  if (/^[\w.-]+\/[\w.-]+(#.+)?$/.test(raw))
    throw invalid(raw, `for a repository on GitHub write \`github:${raw}\`, for a folder \`./${raw}\``)
  throw invalid(raw)
}

/** npm still has names with capital letters, and some that cannot be a folder everywhere: of these, why not. */
function checkName(raw: string, name: string): void {
  if (!/^(@[\w.~-]+\/)?[\w.~-]+$/.test(name)) return
  const fault = packNameFault(name)
  if (fault === undefined) return
  throw new HooksError('spec-invalid', `\`${raw}\` is not a pack spec: \`${name}\` ${fault}`, {
    hint: /[A-Z]/.test(name)
      ? `did you mean \`${name.toLowerCase()}\`? Names of packs have small letters only`
      : 'its author has to give it another name',
  })
}

function onDisk(raw: string, path: string): Spec {
  if (path === '' || path.includes('\0')) throw invalid(raw)
  return { kind: ARCHIVE.test(path) ? 'archive' : 'folder', raw, path }
}

/** Something that is fetched by its address: an archive over https, or a git repository. */
function elsewhere(raw: string): Spec {
  const found = parsedAddress(raw) as Address
  if (found.type === 'remote') {
    const url = String(found.fetchSpec)
    if (!isSafe(url)) throw invalid(raw, 'archives are fetched over https')
    return { kind: 'url', raw, url }
  }
  if (found.type !== 'git') throw invalid(raw)
  if (found.gitRange !== undefined || found.gitSubdir !== undefined)
    throw invalid(raw, 'name a branch, a tag or a commit: `#main`')
  const url = found.fetchSpec ?? found.hosted?.https?.({ noCommittish: true, noGitPlus: true }) ?? ''
  const ref = found.gitCommittish ?? ''
  // git reads `-x` as an option.
  if (!isGitAddress(url) || !/^[\w./@+-]*$/.test(ref) || ref.startsWith('-'))
    throw invalid(raw, 'git repositories are fetched over https or ssh')
  return { kind: 'git', raw, url, ref }
}

/** What @types/npm-package-arg does not know. */
type Address = npa.Result & {
  readonly gitSubdir?: string
  readonly hosted?: { readonly https?: (options: object) => string }
}

function parsedAddress(raw: string): npa.Result {
  try {
    return npa(raw)
  } catch (error) {
    throw invalid(raw, undefined, error)
  }
}

/** Nothing that anybody on the way could change, and none of the forms that git runs a command for. */
function isGitAddress(url: string): boolean {
  return isSafe(url) || /^(ssh|file):\/\/[\w/.]/.test(url) || /^[\w.-]+@[\w.-]+:[\w/.~-]+$/.test(url)
}

/** https, or http to this machine. */
function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname))
  )
}

function splitVersion(text: string): { name: string; range: string } {
  const at = text.indexOf('@', 1)
  return at === -1 ? { name: text, range: '*' } : { name: text.slice(0, at), range: text.slice(at + 1) }
}

function checkedRange(raw: string, range: string): string {
  // Versions, ranges (^1.2, >=1 <2, 1 || 2) and tags; whether it is one is settled against the versions there are.
  if (/^[\w.^~<>=|* +-]{1,100}$/.test(range) && range.trim() !== '') return range.trim()
  throw invalid(raw)
}

function invalid(raw: string, hint?: string, cause?: unknown): HooksError {
  return new HooksError('spec-invalid', `\`${raw}\` is not a pack spec`, {
    hint:
      hint ??
      'use a name (`block-dangerous-bash`, `name@^1`), npm (`@acme/pack`, `npm:pack`), a folder or archive (`./pack`, `./pack.tgz`), an https address of an archive, or git (`github:owner/repo#v1`)',
    ...(cause === undefined ? {} : { cause }),
  })
}
