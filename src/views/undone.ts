import { isDeepStrictEqual } from 'node:util'
import type { PackChange, Plan } from '../core/plan.ts'
import { printable } from './style.ts'

/** What `hooks rollback` takes back: the plan that does it, when that was made, and whether the doctor has made it. */
export interface Undone {
  readonly plan: Pick<Plan, 'changes' | 'switched'>
  /** RFC 3339. */
  readonly until: string
  readonly mended: boolean
}

/** `the change of 2 minutes ago (block-dangerous-bash 1.0.0 was added)`. */
export function undoneText({ plan, until, mended }: Undone, now: number): string {
  const when = agoText(until, now)
  if (mended) return `the mending by \`hooks doctor --fix\` of ${when}`
  const all = [
    ...counted(namesOf(plan, 'before'), 'added'),
    ...counted(namesOf(plan, 'after'), 'removed'),
    ...changedTexts(plan),
    ...counted((plan.switched?.on ?? []).map(printable), 'disabled'),
    ...counted((plan.switched?.off ?? []).map(printable), 'enabled'),
  ]
  return `the change of ${when}${all.length === 0 ? '' : ` (${all.join('; ')})`}`
}

const MOST = 3

/** `a, b, c and 2 more were added`. */
function counted(names: readonly string[], what: string): readonly string[] {
  const more = names.length - MOST
  if (names.length === 0) return []
  const shown = names.slice(0, MOST).join(', ')
  return [`${shown}${more > 0 ? ` and ${more} more` : ''} ${names.length === 1 ? 'was' : 'were'} ${what}`]
}

/** Packs that are there on one side only, first those that no other one of them brings. The plan goes the other way. */
function namesOf({ changes }: Undone['plan'], side: 'before' | 'after'): readonly string[] {
  const other = side === 'before' ? 'after' : 'before'
  const packs = changes.flatMap((one) => {
    const pack = one[other] ? null : one[side]
    return pack ? [{ name: one.name, pack }] : []
  })
  const brought = new Set(packs.flatMap(({ pack }) => Object.keys(pack.packs ?? {})))
  const first = packs.filter(({ name }) => !brought.has(name))
  const rest = packs.filter(({ name }) => brought.has(name))
  return [...first, ...rest].map(({ name, pack }) => `${name} ${printable(pack.version)}`)
}

/** `guard went from 1.0.0 to 1.1.0`, for each that stays. */
function changedTexts({ changes }: Undone['plan']): readonly string[] {
  const texts = changes.flatMap(({ name, before, after }: PackChange) => {
    if (!before || !after) return []
    if (before.version !== after.version)
      return [`${name} went from ${printable(after.version)} to ${printable(before.version)}`]
    const same = isDeepStrictEqual(before.options, after.options)
    return [same ? `${name} was changed` : `options of ${name} were changed`]
  })
  const more = texts.length - MOST
  return more > 0 ? [...texts.slice(0, MOST), `${more} more were changed`] : texts
}

const MINUTE = 60_000
const UNITS = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
] as const

/** How long ago a moment was, in the largest unit that fits; the date where that says more. */
function agoText(moment: string, now: number): string {
  const passed = now - Date.parse(moment)
  const [unit, size] = UNITS.find(([, one]) => passed >= one) ?? ['moment', Number.NaN]
  if (Number.isNaN(passed) || passed < 0 || passed >= 14 * UNITS[0][1])
    return printable(moment.replace(/T.*$/, ''))
  if (unit === 'moment') return 'a moment ago'
  const count = Math.floor(passed / size)
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`
}
