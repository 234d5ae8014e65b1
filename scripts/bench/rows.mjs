import { payloadOf } from './project.mjs'

/**
 * @typedef {{
 *   name: string,
 *   runs: Record<string, import('./meter.mjs').Job>,
 *   of: (values: Record<string, number>) => number,
 *   most?: number, goal?: number, peak?: number, prints?: RegExp, accepts?: number[],
 * }} Row
 *   `runs` holds `own` and what it is compared with; `of` makes one figure of one value each. `most` is the limit of
 *   that figure for the time, `peak` for the peak memory; a row without limit is for orientation.
 */

const overNode = ({ own, node }) => own / node
const DENIED = /"permissionDecision":"deny"/

/** Everything that has a limit, for one Node. */
export function ownRows({ node, cli, project }) {
  const { job } = project
  const bare = job([node, '-e', '0'])
  const event = (command) => payloadOf(command, project.project)
  const started = ({ root, hooks }, command) =>
    job(
      [node, '-e', `require('module')._load(${JSON.stringify(`${root}/runtime.cjs`)})`, ...hooks],
      event(command),
    )
  const inShell = (command) => job(['/bin/sh', '-c', project.entry], event(command))
  const of = overNode
  const row = (name, own, limits) => ({ name, runs: { node: bare, own }, of, ...limits })

  return [
    row('guard, `ls`', started(project.guard, 'ls'), { most: 1.1, goal: 1.05, peak: 1.1 }),
    row('guard, `rm -rf ~`', started(project.guard, 'rm -rf ~'), { most: 1.9, prints: DENIED }),
    row(entryRow('ls'), inShell('ls'), { most: 1.2 }),
    row(entryRow('rm -rf ~'), inShell('rm -rf ~'), { most: 1.9, prints: DENIED }),
    row('runtime, empty handler', started(project.empty, 'ls'), { most: 1.1, goal: 1.05, peak: 1.1 }),
    {
      name: 'ten packs in one entry, over one pack',
      runs: { one: started(project.guard, 'ls'), own: started(project.ten, 'ls') },
      of: ({ own, one }) => own / one,
      most: 1.4,
    },
    ...(project.verifies ? [verification(started, project, bare)] : []),
    row('hooks list', job([node, cli, 'list']), { most: 1.35 }),
    row('hooks --version', job([node, cli, '--version']), { most: 1.35 }),
    row('hooks --help', job([node, cli, '--help']), { most: 4.5 }),
    row('hooks search', job([node, cli, 'search']), { most: 7 }),
  ]
}

function verification(started, project, bare) {
  return {
    name: 'verification at run, as a share of node',
    runs: { node: bare, off: started(project.unverified, 'ls'), own: started(project.guard, 'ls') },
    of: ({ node, off, own }) => (own - off) / node,
    most: 0.05,
  }
}

const entryRow = (command) => `guard, \`${command}\`, by its entry and sh`

/** Where another guard is faster than ours, both started by their entry and sh. */
export function fasterPeers(own, peers) {
  return ['ls', 'rm -rf ~'].flatMap((command) => {
    const ours = own.find(({ name }) => name === entryRow(command))
    return peers
      .filter(({ name, x }) => name.endsWith(`, \`${command}\``) && x < ours.x)
      .map(({ name, x }) => `${name}: ${x.toFixed(2)} is faster than our ${ours.x.toFixed(2)}`)
  })
}

/** Other people's guards, each started by its own entry as ours is by its. */
export function peerRows({ node, project, peers }) {
  const { job } = project
  const bare = job([node, '-e', '0'])
  return peers.flatMap(({ name, entry, env }) =>
    ['ls', 'rm -rf ~'].map((command) => {
      const own = job(['/bin/sh', '-c', entry], payloadOf(command, project.project))
      return {
        name: `${name}, \`${command}\``,
        runs: { node: bare, own: { ...own, env: { ...own.env, ...env } } },
        of: overNode,
        accepts: [0, 2],
      }
    }),
  )
}
