import { bashView } from '../../../src/runtime/src/kit/bash/view.ts'
import { fits } from '../../_shared/src/parts.ts'
import { managerCall, wishesOf } from './managers.ts'
import { isPossible, type Wish } from './spec.ts'
import { type Choice, choicesOf, hostOf, variableChoices } from './switches.ts'
import { likenessOf } from './typos.ts'

/** What a rule says about a command. */
export interface Finding {
  readonly rule: 'typos' | 'names' | 'sources' | 'registries' | 'scripts' | 'deny'
  /** Completes "dependency-guard (rule): …". */
  readonly text: string
}

/** What the command installs by name, and what there is to say about it. */
export interface Analysis {
  readonly findings: readonly Finding[]
  /** Packages of registries that nothing was said about. */
  readonly wishes: readonly Wish[]
}

/** The lists of the options. */
export interface Lists {
  readonly deny: readonly string[]
  readonly allow: readonly string[]
  readonly knownRegistries: readonly string[]
}

/** Reads a command line and looks at every package that it names. Never throws. */
export function analyse(command: string, lists: Lists): Analysis {
  const findings: Finding[] = []
  const wishes: Wish[] = []
  for (const one of bashView(command).commands) {
    const call = managerCall(one)
    const choices = [...variableChoices(one), ...(call ? choicesOf(call) : [])]
    findings.push(...choices.flatMap((choice) => aboutChoice(choice, lists)))
    for (const wish of call ? wishesOf(call) : []) {
      const finding = aboutWish(wish, lists)
      if (finding) findings.push(finding)
      else if (wish.from === 'registry' && !isListed(wish, lists.allow)) wishes.push(wish)
    }
  }
  return { findings, wishes }
}

function aboutWish(wish: Wish, { deny, allow }: Lists): Finding | undefined {
  const { name, ecosystem, from } = wish
  const text = shown(wish.text)
  if (isListed(wish, deny))
    return {
      rule: 'deny',
      text: `${text} is on the user's list of packages that are refused. Use another one, or ask the user.`,
    }
  if (isListed(wish, allow) || from === 'here') return undefined
  if (from === 'git' || from === 'url')
    return {
      rule: 'sources',
      text: `${text} does not come from a registry but from ${from === 'git' ? 'a git repository' : 'a URL'}: nobody has looked at it, and it can change. Install a published version, or ask the user.`,
    }
  if (!isPossible(wish))
    return {
      rule: 'names',
      text: `${text} cannot be the name of a package of ${LABEL[ecosystem]}. Check the name.`,
    }
  const like = likenessOf(name, ecosystem)
  if (!like) return undefined
  return {
    rule: 'typos',
    text: `${shown(name)} is not ${like.known}, but ${HOW[like.how]}. If ${like.known} is meant, install that; else the user has to confirm it.`,
  }
}

const LABEL = {
  npm: 'npm',
  pypi: 'PyPI',
  cargo: 'crates.io',
  gem: 'RubyGems',
  go: 'Go',
  composer: 'Packagist',
} as const
const HOW = {
  separators: 'differs from it only in its separators',
  alike: 'looks the same at a glance',
  letter: 'differs from it in one letter',
} as const

function aboutChoice(
  { kind, text, host: value = '' }: Choice,
  { knownRegistries }: Lists,
): readonly Finding[] {
  if (kind === 'scripts')
    return [
      {
        rule: kind,
        text: `\`${shown(text)}\` lets packages run scripts when they are installed. Install without them, or ask the user.`,
      },
    ]
  const { host, plain } = hostOf(value)
  if (plain && !/^(?:localhost|127\.|\[::1\])/.test(host))
    return [{ rule: kind, text: `\`${shown(text)}\` uses ${shown(host)} without encryption. Use https.` }]
  if (knownRegistries.includes(host) || /^(?:localhost|127\.|\[::1\])/.test(host)) return []
  const where = host === '' ? 'another registry' : shown(host)
  return [
    {
      rule: kind,
      text: `\`${shown(text)}\` takes packages from ${where}, which is not among the known registries. Leave it out, or ask the user.`,
    },
  ]
}

/** Whether a list has the package: by its name, or by the whole word for what has none. */
export function isListed({ ecosystem, name, text }: Wish, list: readonly string[]): boolean {
  return list.some((entry) => {
    const [, label, pattern = ''] = /^(?:(npm|pypi|cargo|gem|go|composer):)?(.*)$/s.exec(entry) ?? []
    if (label !== undefined && label !== ecosystem) return false
    const parts = pattern.toLowerCase().split(/\*+/)
    return [name, text].some((one) => one !== '' && fits(one.toLowerCase(), parts))
  })
}

function shown(text: string): string {
  // A password in a URL is nobody's business, and letters that look alike are shown as what they are.
  const safe = text.replace(/:\/\/[^/\s@]*@/g, '://...@')
  const plain = [...safe]
    .map((sign) =>
      /[\x20-\x7e]/.test(sign)
        ? sign
        : `<U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
    )
    .join('')
  return plain.length > 120 ? `${plain.slice(0, 120)}…` : plain
}
