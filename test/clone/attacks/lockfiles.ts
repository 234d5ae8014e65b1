import { rmSync } from 'node:fs'
import path from 'node:path'
import { put, readJson } from '../../scenarios/cli.ts'
import { GUARD } from '../clone.ts'
import { type Attack, inSettings } from './attack.ts'

/** What a lockfile may say of packs and entries. */
export const lockfiles: readonly Attack[] = [
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
