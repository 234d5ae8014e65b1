import { isOtherOnWindows } from './windows-names.ts'

/** npm's own limit. */
const MOST_LETTERS = 214

const SHAPE = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z][a-z0-9._-]*$/

/** Names that JavaScript objects have by themselves, so that looking one up finds something that nobody has put there. */
const TAKEN: ReadonlySet<string> = new Set(['constructor'])

/**
 * Why a text cannot be the name of a pack; undefined when it can. Names become folders on every platform: small ASCII
 * letters, so that no two of them meet on a disk, and none that Windows keeps for devices or changes.
 */
export function packNameFault(name: string): string | undefined {
  if (name.length > MOST_LETTERS) return `has more than ${MOST_LETTERS} letters`
  if (!SHAPE.test(name))
    return 'is not the name of a pack: small letters, digits and `-`, such as `my-pack` or `@you/my-pack`'
  if (TAKEN.has(name)) return 'is a name that JavaScript has taken'
  return name.split('/').some(isOtherOnWindows)
    ? 'is not a name that a folder can have on Windows'
    : undefined
}
