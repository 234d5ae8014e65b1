import type { Token } from '../code/tokens.ts'
import type { Found } from './rule.ts'

/** Whether a program text uses `os.environ`, `process.env` or `ENV` as a whole, not one of its variables. */
export function wholeEnvironment(list: readonly Token[]): boolean {
  return list.some((_, at) => isWhole(list, at))
}

const PRINTS = /^(?:print|pprint|log|puts|p|dumps|stringify|table|dict)$/

/** Whether it prints all of them. */
export function printsEnvironment(list: readonly Token[]): boolean {
  return list.some((token, at) => {
    const from = token.text === 'ENV' ? at : at - 2
    const open = list[from - 1]
    const name = open?.text === '(' ? list[from - 2] : open
    return isWhole(list, at) && PRINTS.test(name?.text ?? '')
  })
}

function isWhole(list: readonly Token[], at: number): boolean {
  const { text = '', kind } = list[at] ?? {}
  if (kind !== 'name' || !/^(?:environ|env|ENV)$/.test(text)) return false
  const of = list[at - 2]?.text
  if (text !== 'ENV' && !(text === 'environ' ? of === 'os' : of === 'process')) return false
  const [next, name] = [list[at + 1]?.text ?? '', list[at + 2]?.text ?? '']
  return !/^[.[{?]$/.test(next) || /^(?:copy|items|to_h|to_a|to_json)$/.test(name)
}

/** The finding for a program that prints them. */
export function environmentPrinted(): Found {
  return {
    group: 'secrets',
    rule: 'print-secrets',
    verdict: 'ask',
    harm: 'prints every variable of the environment',
    safer: 'print the one variable that is needed',
  }
}
