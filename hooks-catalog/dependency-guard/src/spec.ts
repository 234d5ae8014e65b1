import type { Ecosystem } from './known-names.ts'

/** What one word of an install command asks for. */
export interface Wish {
  readonly ecosystem: Ecosystem
  /** As it was written. */
  readonly text: string
  /** Where it comes from: a registry by its name, a folder of this machine, or somewhere else. */
  readonly from: 'registry' | 'here' | 'git' | 'url'
  /** Its name, without version and extras; empty when it has none. */
  readonly name: string
}

const GIT = /^(?:git\+|git:|git@|ssh:|github:|gitlab:|bitbucket:|gist:)|\.git(?:#|@|$)/i

/** Reads one word that names a package. */
export function wishOf(text: string, ecosystem: Ecosystem): Wish {
  const alias =
    ecosystem === 'npm'
      ? /^(?:@[^/]+\/)?[^@/]+@((?:npm|git\+|https?|github|file).*)$/s.exec(text)?.[1]
      : undefined
  if (alias?.startsWith('npm:')) return { ...wishOf(alias.slice(4), ecosystem), text }
  const url =
    alias ?? (ecosystem === 'pypi' ? /^[\w.[\],-]+\s*@\s*(\S+:\/\/.*)$/s.exec(text)?.[1] : undefined) ?? text
  if (ecosystem !== 'go' && GIT.test(url)) return { ecosystem, text, from: 'git', name: '' }
  if (
    /^(?:file|link|portal|workspace):|^[.~]{0,2}[\\/]|^\.{1,2}(?:\[[\w.,\s-]*\])?$|^[A-Za-z]:[\\/]/.test(
      url,
    ) ||
    isLocalFile(url, ecosystem)
  )
    return { ecosystem, text, from: 'here', name: '' }
  if (/^https?:\/\//i.test(url)) return { ecosystem, text, from: 'url', name: '' }
  if (ecosystem === 'npm' && /^[^@\s/:]+\/[^\s/:@]+$/.test(url))
    return { ecosystem, text, from: 'git', name: '' }
  return { ecosystem, text, from: 'registry', name: nameIn(text, ecosystem) }
}

function isLocalFile(text: string, ecosystem: Ecosystem): boolean {
  if (/:\/\//.test(text)) return false
  return ecosystem === 'pypi' ? /\.(?:whl|tar\.gz|zip|txt)$/.test(text) : /\.(?:tgz|tar\.gz|gem)$/.test(text)
}

function nameIn(text: string, ecosystem: Ecosystem): string {
  switch (ecosystem) {
    case 'pypi':
      return text.split(/[\s[<>=!~;@]/)[0] ?? ''
    case 'composer':
      return text.split(/[:=]/)[0] ?? ''
    case 'npm':
      return /^(@?[^@]*)/.exec(text)?.[1] ?? ''
    default:
      return text.split('@')[0] ?? ''
  }
}

const POSSIBLE: Readonly<Record<Ecosystem, RegExp>> = {
  npm: /^(?!(?:node_modules|favicon\.ico)$)(?:@[a-z0-9~-][\w.~-]*\/)?[A-Za-z0-9~-][\w.~!'()*-]{0,213}$/,
  pypi: /^[A-Za-z0-9](?:[\w.-]{0,212}[A-Za-z0-9])?$/,
  cargo: /^[A-Za-z][\w-]{0,63}$/,
  gem: /^[A-Za-z0-9_.-]{1,100}$/,
  go: /^[a-z0-9][\w.-]*\.[a-z]{2,}(?:\/[\w.~!+/-]+)?$|^(?:all|tool|\.\.\.|[a-z][a-z0-9/]*)$/i,
  composer: /^(?:[a-z0-9]([_.-]?[a-z0-9]+)*\/[a-z0-9](([_.]|-{1,2})?[a-z0-9]+)*|ext-[a-z0-9_-]+|php)$/i,
}

/** Whether a package of this name can be in the registry. */
export function isPossible({ name, ecosystem }: Wish): boolean {
  return name.length <= 250 && POSSIBLE[ecosystem].test(name)
}
