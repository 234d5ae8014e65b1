import { isProtected } from './check.ts'
import type { Place } from './locate.ts'
import type { Rule } from './rule.ts'

const MOST_WORDS = 150

/** How much a command has to do with protected files, told from its words alone. */
export type Mention = 'none' | 'maybe' | 'named'

/**
 * Looks for words that name a protected file (`named`), and for what could stand for one without naming it (`maybe`):
 * wildcards, variables, another folder. Most commands have neither, and need not be read by the shell's parser.
 */
export function mentionIn(command: string, rules: readonly Rule[], place: Place): Mention {
  const bare = command.replace(/\\\r?\n|['"\\]/g, '')
  const words = new Set(bare.split(/[\s`;|&<>()=@,{}]+/))
  if (words.size > MOST_WORDS) return 'maybe'
  let mention: Mention = 'none'
  for (const word of words) {
    if (word === '' || word.length > 4096 || (/^-{1,2}[\w-]*$/.test(word) && word !== '-C')) continue
    if (isNamed(word, rules, place)) return 'named'
    if (/[*?[$~\uE000]/.test(word) || /^(?:cd|pushd|-C)$/.test(word)) mention = 'maybe'
  }
  return /[{}]|\$\(|\$['"]/.test(command) ? 'maybe' : mention
}

function isNamed(word: string, rules: readonly Rule[], place: Place): boolean {
  // `HEAD:.env` of git, `name=.env` of curl, `host:.env` of scp.
  const parts = word.includes(':') ? [word, word.slice(word.lastIndexOf(':') + 1)] : [word]
  const files = parts.filter((part) => part !== '').map((part) => `${place.cwd}/${part}`)
  const whole = word.startsWith('/') ? [...files, word] : files
  return whole.some((file) => isProtected(file, rules, place))
}
