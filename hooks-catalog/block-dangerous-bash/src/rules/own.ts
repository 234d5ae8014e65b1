import { type Call, phrase, report } from '../shell/call.ts'
import { isGlob, matcher } from '../shell/glob.ts'
import type { OwnRule } from '../types.ts'

/** Notes what the rules in the options say about a call. */
export function checkOwnRules(call: Call): void {
  const { rules } = call.scope.world.options
  rules.forEach((rule, index) => {
    if (!matchesText(rule.program.toLowerCase(), call.name) || !matchesAll(rule, call)) return
    report(call.scope, {
      group: 'own',
      rule: String(index + 1),
      verdict: rule.verdict,
      part: phrase(call),
      harm: `is stopped by a rule of this installation: ${oneLine(rule.reason)}`,
      safer: '',
    })
  })
}

const LONGEST_REASON = 300

function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
  return plain.length > LONGEST_REASON ? `${plain.slice(0, LONGEST_REASON - 1)}…` : plain.replace(/\.$/, '')
}

// Every pattern has to find a word, wherever it stands.
function matchesAll({ arguments: patterns = [] }: OwnRule, { args }: Call): boolean {
  if (patterns.length === 0) return true
  const words = args.flatMap((arg) => spellings(arg.text))
  return patterns.every((pattern) =>
    pattern.split('|').some((choice) => words.some((word) => matchesText(choice, word))),
  )
}

// `-rf` is also `-r` and `-f`, `--name=value` also `--name` and `value`.
function spellings(word: string): string[] {
  if (/^-[A-Za-z0-9]{2,}$/.test(word)) return [word, ...[...word.slice(1)].map((letter) => `-${letter}`)]
  const at = /^--[\w-]+=/.test(word) ? word.indexOf('=') : -1
  return at < 0 ? [word] : [word, word.slice(0, at), word.slice(at + 1)]
}

function matchesText(pattern: string, text: string): boolean {
  return isGlob(pattern) ? matcher(pattern)(text) : pattern === text
}
