import { has, Taint, type Text } from '../shell/text.ts'

const NAMED = /(?:^|[^a-z])prod(?:uction)?(?:[^a-z]|$)/i

/** Whether a name says that it stands for what people work with. */
export function isProduction(text: Text): boolean {
  return has(text, Taint.production) || NAMED.test(text.text)
}
