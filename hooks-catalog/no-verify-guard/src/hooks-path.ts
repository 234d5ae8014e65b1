import { parseOptions, spec } from '../../../src/runtime/src/kit/bash/options.ts'
import type { BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import type { Finding, GitScene } from './finding.ts'

const SETTING = /^(?:core\.hookspath|hook\..*)$/i

/** `-c core.hooksPath=…` and `git config core.hooksPath …`, in any case. */
export function hooksPath({ call }: Pick<GitScene, 'call'>): readonly Finding[] {
  const given = call.settings.find(({ text }) => SETTING.test(text.replace(/=.*$/s, '')))
  if (given)
    return [{ rule: 'hooks-path', does: `runs without the hooks of the repository (${nameOf(given)})` }]
  if (call.settings.some(({ text }) => /^include(?:if\..*)?\.path(?:=|$)/is.test(text)))
    return [
      { rule: 'hooks-path', does: 'takes settings from a file (include.path), which may turn hooks off' },
    ]
  return call.verb === 'config' ? config(call.args) : []
}

function nameOf({ text }: BashWord): string {
  return text.replace(/=.*$/s, '')
}

const OPTIONS = spec(
  'f: e l z file= blob= type= default= value= comment= get get-all get-regexp get-urlmatch list add replace-all unset unset-all rename-section remove-section global local system worktree bool int name-only show-origin show-scope null edit all append fixed-value includes no-includes url= regexp',
)
const READS = ['get', 'get-all', 'get-regexp', 'get-urlmatch', 'list', 'l']
const VERBS = /^(?:get|list|set|unset|rename-section|remove-section|edit)$/

function config(args: readonly BashWord[]): readonly Finding[] {
  const { flags, rest } = parseOptions(args, OPTIONS)
  const verb = VERBS.test(rest[0]?.text ?? '') ? rest[0]?.text : undefined
  const [name, ...values] = verb ? rest.slice(1) : rest
  if (!name || READS.some((flag) => flags.has(flag)) || verb === 'get' || verb === 'list') return []
  const section = ['rename-section', 'remove-section'].some((one) => flags.has(one) || verb === one)
  if (section) return /^(?:core|hook\b.*)$/i.test(name.text) ? [changes(name.text)] : []
  if (/^alias\./i.test(name.text)) return alias(values)
  if (!SETTING.test(name.text)) return []
  const writes = values.length > 0 || verb !== undefined || flags.has('unset') || flags.has('unset-all')
  return writes ? [changes(name.text)] : []
}

function changes(name: string): Finding {
  return { rule: 'hooks-path', does: `changes where git looks for hooks (${name})` }
}

function alias(values: readonly BashWord[]): readonly Finding[] {
  // An alias is short for a call of git, or for a line that begins with `!`.
  const skips = values.some(({ text }) =>
    /--no-veri(?:fy?)?\b|core\.hookspath|^\s*(?:!\s*git\s+)?commit\s(?:[^'"]*\s)?-(?!-)[aeipqsvz]*n/i.test(
      text,
    ),
  )
  return skips ? [{ rule: 'no-verify', does: 'makes an alias that skips hooks' }] : []
}
