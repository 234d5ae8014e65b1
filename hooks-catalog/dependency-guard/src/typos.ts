import { type Ecosystem, knownNames } from './known-names.ts'

/** A well-known name that another one looks like. */
export interface Likeness {
  readonly known: string
  readonly how: 'separators' | 'alike' | 'letter'
}

/** The well-known name that this one may be mistaken for; nothing for a well-known name itself. */
export function likenessOf(name: string, ecosystem: Ecosystem): Likeness | undefined {
  const names = knownNames(ecosystem)
  const own = canonical(name, ecosystem)
  // `@types/node` and its like belong to whoever has the scope; only `types-node` for them is looked for.
  if (ecosystem === 'npm' && name.startsWith('@')) return undefined
  if (names.some((known) => canonical(known, ecosystem) === own)) return undefined
  const scoped =
    ecosystem === 'npm' ? /^(types|babel|angular|vue|nestjs|testing-library)-(.+)$/.exec(own) : null
  if (scoped?.[1] === 'types') return { known: `@types/${scoped[2]}`, how: 'separators' }
  const bare = own.replace(/[-_.]/g, '')
  const look = skeleton(own)
  for (const known of names) {
    const other = canonical(known, ecosystem)
    if (other.replace(/[-_.]/g, '') === bare && known.length > 3) return { known, how: 'separators' }
    if (skeleton(other) === look) return { known, how: 'alike' }
  }
  const near =
    own.length < 5
      ? undefined
      : names.find((known) => known.length >= 5 && isOneOff(own, canonical(known, ecosystem)))
  return near === undefined ? undefined : { known: near, how: 'letter' }
}

/** For the index of Python all separators are one; for crates `-` and `_` are. */
function canonical(name: string, ecosystem: Ecosystem): string {
  const small = name.toLowerCase()
  if (ecosystem === 'pypi') return small.replace(/[-_.]+/g, '-')
  return ecosystem === 'cargo' ? small.replaceAll('_', '-') : small
}

const ALIKE: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'l', i: 'l', '|': 'l', '5': 's', '3': 'e', '4': 'a', '7': 't' },
  ...{
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    х: 'x',
    у: 'y',
    к: 'k',
    м: 'm',
    т: 't',
    в: 'b',
    н: 'h',
    і: 'l',
    ѕ: 's',
    ԁ: 'd',
  },
  ...{ α: 'a', ο: 'o', ρ: 'p', ν: 'v', ι: 'l', κ: 'k' },
}

/** The name as it looks at a glance. */
function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd')
  return [...plain].map((sign) => ALIKE[sign] ?? sign).join('')
}

/** Whether one letter more, less, other, or two that have changed places make the one name the other. */
export function isOneOff(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  const [rest, others] = [one.slice(start), other.slice(start)]
  if (rest.slice(1) === others || rest === others.slice(1) || rest.slice(1) === others.slice(1)) return true
  return rest[0] === others[1] && rest[1] === others[0] && rest.slice(2) === others.slice(2)
}
