import { isDeepStrictEqual } from 'node:util'
import type { Examination, ExaminedHook } from './examination.ts'
import { atHandler } from './hits.ts'
import type { Hit, Rule } from './rule.ts'

/** `disableAllHooks` where it is in force. */
function switchedOff({ switches, files }: Examination): readonly Hit[] {
  return files.flatMap(({ source }) => {
    const off = source.file === switches.allOff || source.file === switches.off
    return off
      ? [
          {
            file: source.file,
            at: { path: ['disableAllHooks'] },
            says: `\`disableAllHooks\` switches off all hooks${source.kind === 'managed' ? '' : ' but managed ones'}`,
          },
        ]
      : []
  })
}

function notRead({ files, hooks }: Examination): readonly Hit[] {
  return files.flatMap(({ source: { file, off, offBy, at } }): readonly Hit[] => {
    if (!hooks.some(({ hook }) => hook.source.file === file)) return []
    if (off === 'wrong-folder')
      return [
        {
          file,
          at: { path: at },
          says: `Claude Code does not read this file when it is started here${offBy === undefined ? '' : `, only in ${offBy}`}`,
        },
      ]
    if (off === 'plugin-agent')
      return [
        {
          file,
          at: { path: at },
          says: 'Claude Code ignores hooks of agents that a plugin brings',
          how: 'put them into hooks/hooks.json of the plugin',
        },
      ]
    return []
  })
}

const because = (code: string) => (one: ExaminedHook) =>
  one.hook.reasons.find((reason) => reason.code === code)

function notRun({ hooks }: Examination): readonly Hit[] {
  return hooks.flatMap((one): readonly Hit[] => {
    const type = because('type-not-run')(one)
    const url = because('url-refused')(one)
    return [
      ...(type
        ? [
            atHandler(one, 'type', {
              says: `Claude Code does not run hooks of type ${type.detail ?? one.hook.type}`,
            }),
          ]
        : []),
      ...(url
        ? [
            atHandler(one, 'url', {
              says: '`allowedHttpHookUrls` does not have this address',
              how: `add it in ${url.file ?? 'the settings'}, or take the hook out`,
            }),
          ]
        : []),
    ]
  })
}

function duplicates({ hooks }: Examination): readonly Hit[] {
  return hooks.flatMap((one) => {
    const twin = because('duplicate')(one)
    return twin
      ? [
          atHandler(one, undefined, {
            says: `the same hook is in ${twin.file ?? 'another place'} (${twin.detail ?? ''})`,
          }),
        ]
      : []
  })
}

/** Two entries that start the same script on the same events, and that the client does not take for the same. */
function twice({ hooks }: Examination): readonly Hit[] {
  const first = new Map<string, ExaminedHook>()
  return hooks.flatMap((one) => {
    const script = one.hook.runs === 'no' ? undefined : scriptKey(one)
    if (script === undefined) return []
    const earlier = first.get(script)
    if (!earlier) first.set(script, one)
    if (!earlier || isDeepStrictEqual(earlier.hook.handler, one.hook.handler)) return []
    const { source, path } = earlier.hook
    return [
      atHandler(one, 'command', {
        says: `the same script runs from ${source.file} (${path.join('.')}) as well`,
      }),
    ]
  })
}

function scriptKey({ calls, hook }: ExaminedHook): string | undefined {
  const [call] = calls
  if (calls.length !== 1 || !call?.script) return undefined
  const rest = call.args.filter((word) => word !== call.script?.written)
  return JSON.stringify([hook.event, hook.matcher ?? '', call.script.file, rest, hook.if ?? ''])
}

function notAsInstalled({ differences }: Examination): readonly Hit[] {
  // Of settings as a whole other rules say more.
  const told = differences.filter(
    ({ part, what }) => part !== 'settings' || !/^Claude Code ignores|disableAllHooks/.test(what),
  )
  return told.map(({ file, what, pack }) => ({
    file,
    at: { offset: 0 },
    says: pack === undefined ? what : `${pack}: ${what}`,
  }))
}

/** Where hooks stand, and what keeps them from running from outside. */
export const PLACE_RULES: readonly Rule[] = [
  {
    id: 'hooks-switched-off',
    level: 'warning',
    why: 'one file is enough: also hooks of the user and of packs do not run here, guards included',
    how: 'take `disableAllHooks` out, or write false in a place that wins',
    find: switchedOff,
  },
  {
    id: 'file-not-read',
    level: 'warning',
    why: 'its hooks do not run, and nothing says so',
    how: 'start Claude Code in that folder, or move the hooks',
    find: notRead,
  },
  {
    id: 'type-not-run',
    level: 'error',
    why: 'the hook is skipped, and the event goes on',
    how: 'use a command there',
    find: notRun,
  },
  {
    id: 'duplicate',
    level: 'warning',
    why: 'Claude Code runs one of them; whoever edits or removes the other changes nothing',
    how: 'keep it in one place',
    find: duplicates,
  },
  {
    id: 'runs-twice',
    level: 'warning',
    why: 'the texts differ, so Claude Code takes them for two hooks and runs both each time',
    how: 'keep it in one place',
    find: twice,
  },
  {
    id: 'not-as-installed',
    level: 'error',
    why: 'a pack does not run as it was installed, or not at all',
    how: 'run `hooks verify --fix`',
    find: notAsInstalled,
  },
]
