import { isPlaceholder } from '../../../src/runtime/src/log/secret-forms.ts'
import { mayNameSecret, secrecyOf } from '../../../src/runtime/src/log/secret-names.ts'
import { entropyOf, standsForOne } from './checks.ts'

/** A part of a text. */
export interface Span {
  readonly start: number
  readonly end: number
}

const named = (): RegExp =>
  /(?<![\w.-])([A-Za-z_][\w.-]{1,79})(["']?[ \t]{0,8}(?::=|=>|[:=])[ \t]{0,8}(?:(?:Bearer|Basic|Token)[ \t]{1,4})?)(?:(["'`])([^"'`\s]{12,300})\3|([^\s"'`;,|&()<>{}[\]]{16,300}))/g

/** Random values that are given to a name which says that they are secret. */
export function namedSecrets(text: string): readonly Span[] {
  if (!mayNameSecret(text)) return []
  const spans: Span[] = []
  const form = named()
  for (let found = form.exec(text); found; found = form.exec(text)) {
    const [all, name = '', sign = '', quote, quoted, bare] = found
    const value = quoted ?? bare ?? ''
    // `run: API_KEY=…` has the name that counts in what looks like the value.
    form.lastIndex = found.index + name.length + sign.length
    if (secrecyOf(name) === undefined || !isRandom(value)) continue
    // Without quotes only as in an environment file or a shell: code has expressions there.
    const next = text.charAt(found.index + all.length)
    if (bare !== undefined && !(/^[\w+/=.~-]+$/.test(bare) && /^[\s;|&"']?$/.test(next))) continue
    form.lastIndex = found.index + all.length
    const end = found.index + all.length - (quote === undefined ? 0 : 1)
    spans.push({ start: end - value.length, end })
  }
  return spans
}

function isRandom(value: string): boolean {
  if (standsForOne(value) || isPlaceholder(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value))
    return false
  // The address of a contract is public.
  if (/^0x[0-9a-f]{40}$/i.test(value)) return false
  if (/^[~./@]|:\/\/|^[A-Za-z]:[\\/]/.test(value) || isWords(value)) return false
  if (/^[0-9a-f-]+$/i.test(value)) return value.length >= 32 && !isUuid(value) && entropyOf(value) > 3
  return value.length >= 16 && entropyOf(value) >= 3.6
}

/** `my-service-account-2` and `UserTokenV2Factory` are names. */
function isWords(value: string): boolean {
  const parts = value.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).filter((part) => part !== '')
  return (
    parts.length > 1 &&
    parts.every((part) => /^(?:[A-Za-z]+|\d{1,4}|[A-Za-z]+\d{1,2}|v\d+)$/.test(part) && part.length < 16)
  )
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
}
