import { existsSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { put } from '../../scenarios/cli.ts'
import type { Clone } from '../clone.ts'
import { type Attack, replaceByLink, walk } from './attack.ts'

const NASTY = '\u001B]0;owned\u0007\u001B[2J\u009B31m\u202Eevil'

const settingsWith = (...commands: readonly string[]): object => ({
  hooks: {
    PreToolUse: [{ matcher: 'Bash', hooks: commands.map((command) => ({ type: 'command', command })) }],
  },
})

const exported = (at: Clone): string => path.join(at.project, 'exported')
const imported = (at: Clone): string => path.join(at.project, 'imported-hooks')

/** Made for commands that look at hooks, or make something of them. */
export const looking: readonly Attack[] = [
  {
    name: 'the settings name files of the user as scripts',
    aimsAt: 'doctor',
    runs: 'reads-secret',
    prepare: (at) =>
      put(at.settings, settingsWith('~/.bashrc', `${at.home}/secret`, `sh ${at.home}/secret`, `. ~/.npmrc`)),
  },
  {
    name: 'a script of the settings is a link to a file of the user',
    aimsAt: 'doctor',
    prepare: (at) => {
      replaceByLink(path.join(at.project, 'x.sh'), `${at.home}/secret`)
      put(at.settings, settingsWith('"$CLAUDE_PROJECT_DIR"/x.sh', './x.sh', 'sh ./x.sh'))
    },
  },
  {
    name: 'a hook looks for tokens',
    aimsAt: 'explain',
    prepare: (at) =>
      put(at.settings, settingsWith('env; cat ~/.npmrc ~/secret; cat .claude/up/secret; true')),
  },
  {
    name: 'the settings run a program',
    aimsAt: 'import',
    runs: 'program',
    prepare: (at) => put(at.settings, settingsWith(at.payload, `$(${at.payload})`, `true; ${at.payload}`)),
  },
  {
    name: 'folders of .claude are links to the home folder',
    aimsAt: 'explain',
    prepare: (at) => {
      for (const name of ['up', 'skills', 'agents', 'commands', 'hooks'])
        replaceByLink(path.join(at.project, '.claude', name), at.home)
      put(
        at.settings,
        settingsWith('echo x >.claude/up/x; echo x >.claude/hooks/x; cat .claude/up/secret; true'),
      )
    },
  },
  {
    name: 'the folder of an export is a link',
    aimsAt: 'export',
    prepare: (at) => replaceByLink(exported(at), at.outside),
  },
  {
    name: 'the folder of an export is a link to nothing',
    aimsAt: 'export',
    prepare: (at) => replaceByLink(exported(at), path.join(at.outside, 'new')),
  },
  {
    name: 'the folder of an export says it was one, and has a link in it',
    aimsAt: 'export',
    prepare: (at) => {
      put(path.join(exported(at), 'hookpack/export.json'), { hookpackExport: 1, files: {} })
      symlinkSync(at.home, path.join(exported(at), 'home'))
    },
  },
  {
    name: 'the folder of an import is a link',
    aimsAt: 'import',
    prepare: (at) => {
      put(at.settings, settingsWith('echo hi'))
      replaceByLink(imported(at), at.outside)
    },
  },
  {
    name: 'scripts that are to be imported lead out',
    aimsAt: 'import',
    runs: 'reads-secret',
    prepare: (at) => {
      replaceByLink(path.join(at.project, 'x.sh'), `${at.home}/secret`)
      replaceByLink(path.join(at.project, 'up'), at.home)
      put(
        at.settings,
        settingsWith('sh ./x.sh', 'sh ./up/secret', 'sh ./../home/secret', `sh ${at.home}/secret`),
      )
    },
    got: (at) =>
      existsSync(imported(at)) && [...walk(imported(at))].some((text) => text.includes('hunter2'))
        ? 'a secret in a pack'
        : undefined,
  },
  {
    name: 'texts act on the terminal',
    aimsAt: 'list',
    prepare: (at) => {
      put(at.settings, {
        hooks: {
          PreToolUse: [
            {
              matcher: 'Bash',
              hooks: [{ type: 'command', command: `true # ${NASTY}`, statusMessage: NASTY }],
            },
            { matcher: NASTY, hooks: [{ type: NASTY, command: NASTY, [NASTY]: 1 }] },
          ],
          [NASTY]: [{ hooks: [{ type: 'command', command: NASTY }] }],
        },
        [NASTY]: NASTY,
      })
      for (const kind of ['agents/x', 'skills/x/SKILL'])
        put(
          path.join(at.project, '.claude', `${kind}.md`),
          `---\nname: ${NASTY}\nhooks:\n  PreToolUse:\n    - matcher: Bash\n      hooks:\n        - type: command\n          command: printf '${NASTY}'\n---\n`,
        )
      at.editLock((lock) => void Object.assign(lock, { disabled: [NASTY] }))
    },
  },
]
