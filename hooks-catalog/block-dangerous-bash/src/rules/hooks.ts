import { any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import type { Call } from '../shell/call.ts'
import { shown, type Text } from '../shell/text.ts'
import { skipped } from './git-hooks.ts'
import type { Found } from './rule.ts'
import { tableRules } from './table.ts'

const HOOKS =
  /(?:^|\/)(?:\.git\/hooks|\.husky|\.githooks|\.lefthook|\.git-hooks)(?:\/|$)|(?:^|\/)\.?(?:pre-commit-config\.ya?ml|lefthook\.ya?ml)$|(?:^|\/)\.claude(?:\/(?:hooks(?:\/.*)?|settings(?:\.local)?\.json)?)?$/

const SETTINGS = /(?:^|\/)\.claude\/settings(?:\.local)?\.json$/

function lost(target: Text): Found {
  if (target.text.includes('.claude'))
    return skipped('hook-files', `changes what watches over this session (${shown(target.text)})`, 'ask')
  return skipped('hook-files', `takes hooks of the repository away (${shown(target.text)})`, 'ask')
}

// The first operand of `chmod` is the mode; only one that takes rights away matters.
function chmod(call: Call): Found | undefined {
  const mode = call.args.find((arg) =>
    /^-[rwxugoa]*x|^[ugoa]*-[rw]*x|^[ugoa]*=(?!.*x)|^0?[0-7]{3}$/.test(arg.text),
  )
  const takes = mode && (/x|=/.test(mode.text) || !/[1357]/.test(mode.text))
  const target = call.args.find((arg) => HOOKS.test(arg.text) && !SETTINGS.test(arg.text))
  return takes && target ? lost(target) : undefined
}

const MV = spec('t: S: f i n u v T r R d target-directory= suffix= force recursive')

function moved(call: Call): Found | undefined {
  const { rest } = parseOptions(call.args, MV)
  const source = (call.name === 'mv' ? rest.slice(0, -1) : rest).find((word) => HOOKS.test(word.text))
  return source && !/\.sample$/.test(source.text) ? lost(source) : undefined
}

const LN = spec('s f n r v T b t: S: symbolic force')

function linked(call: Call): Found | undefined {
  const { rest } = parseOptions(call.args, LN)
  const target = rest.at(-1)
  return rest[0]?.text === '/dev/null' && target && HOOKS.test(target.text) ? lost(target) : undefined
}

function emptied(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('s: size= r: reference= c o'))
  const target = parsed.rest.find((word) => HOOKS.test(word.text))
  return target && any(parsed, 's', 'size') ? lost(target) : undefined
}

// `sed -i` on settings that name hooks.
function edited(call: Call): Found | undefined {
  if (!call.args.some(({ text }) => /^-\w*i|^--in-place/.test(text))) return undefined
  const target = call.args.find(({ text }) => SETTINGS.test(text))
  return target && lost(target)
}

const MANAGERS = tableRules({
  group: 'hooks',
  harm: 'takes the hooks of the repository away',
  safer: 'run the hooks and mend what they say',
  tools: [
    { programs: 'pre-commit prek', options: 't: c: hook-type=', rows: [['ask', 'uninstall']] },
    { programs: 'lefthook husky', rows: [['ask', 'uninstall|remove']] },
    { programs: 'overcommit', rows: [['ask', '-u|--uninstall']] },
    { programs: 'gt sl', options: 'm: message=', rows: [['deny', '--no-verify']] },
    {
      programs: 'git-cz cz czg',
      options: 'm: message=',
      rows: [
        ['deny', '--no-verify'],
        ['deny', '-n'],
      ],
    },
  ],
})

/** Hooks of a repository: their files and the programs that put them there. */
export const part: Part = {
  rules: [
    { programs: 'chmod', check: chmod },
    { programs: 'mv rm unlink', check: moved },
    { programs: 'ln', check: linked },
    { programs: 'truncate', check: emptied },
    { programs: 'sed gsed perl', check: edited },
    ...MANAGERS,
  ],
}
