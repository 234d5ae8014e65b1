import { distance } from 'fastest-levenshtein'

const MOST_LETTERS = 200

/** Up to three of `candidates` that `word` may be a misspelling of, nearest first. */
export function nearest(word: string, candidates: readonly string[]): readonly string[] {
  // Nobody mistypes a text of this length; comparing two of them takes for ever.
  if (word.length > MOST_LETTERS) return []
  const limit = Math.max(2, Math.floor(word.length / 3))
  return candidates
    .filter((candidate) => candidate.length <= MOST_LETTERS)
    .map((candidate) => ({ candidate, far: far(word, candidate) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far || a.candidate.localeCompare(b.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** `did you mean …?` for a hint, or undefined when nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const names = nearest(word, candidates).map((name) => `\`${name}\``)
  return names.length === 0 ? undefined : `did you mean ${names.join(' or ')}?`
}

function far(word: string, candidate: string): number {
  const part = word.length >= 4 && candidate.includes(word)
  return part ? 1 : distance(word.toLowerCase(), candidate.toLowerCase())
}
