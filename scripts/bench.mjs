#!/usr/bin/env node
// Whole-process times as ratios over `node -e 0`, in pairs that run right after each other, in random order. Every
// figure is the median of the rounds; milliseconds are for orientation only. Ends with 1 when a limit is missed.
//
//   npm run bench -- [--quick] [--json] [--node <path>]… [--nodes] [--peers] | --packs
//     --quick         fewer rounds
//     --json          the figures as JSON
//     --node <path>   measures with this Node; can be repeated
//     --nodes         measures with the newest Node of every supported major, from npm
//     --peers         other guards as well, from npm and from clones in .cache/peers
//     --packs         the table of docs/catalogue.md instead: every pack, and the time of its typical case
import { execFileSync } from 'node:child_process'
import { availableParallelism, loadavg } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { catalogueTable, listCatalogue } from './bench/catalogue.mjs'
import { newMeter } from './bench/meter.mjs'
import { fetchNodes } from './bench/nodes.mjs'
import { packRows } from './bench/pack-rows.mjs'
import { runPairs } from './bench/pairs.mjs'
import { findPeers } from './bench/peers.mjs'
import { newProject } from './bench/project.mjs'
import { fasterPeers, ownRows, peerRows } from './bench/rows.mjs'
import { figuresOf, tableOf } from './bench/table.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const cache = path.join(root, '.cache')
const cli = path.join(root, 'bin', 'run.cjs')
const { values: asked } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    node: { type: 'string', multiple: true, default: [] },
    nodes: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    packs: { type: 'boolean', default: false },
  },
})
const rounds = asked.quick ? 11 : 40

const given = [...asked.node.map((one) => path.resolve(one)), ...(asked.nodes ? fetchNodes(cache) : [])]
const nodes = given.length > 0 ? given : [process.execPath]
const peers = asked.peers ? findPeers(cache) : { here: [], missing: [] }
const meter = newMeter()
const results = []
try {
  if (asked.packs) await printPacks()
  for (const node of asked.packs ? [] : nodes) {
    const result = await measure(node)
    results.push(result)
    if (!asked.json) print(result)
  }
} finally {
  meter.close()
}
if (asked.json) console.log(JSON.stringify({ rounds, results, missing: peers.missing }, null, 2))
else if (!asked.packs) report()
if (results.some(({ missed }) => missed.length > 0)) process.exitCode = 1

/** Seven rounds, or five: every pack has a settings file and processes of its own, so many rounds would take long. */
async function printPacks() {
  const [node] = nodes
  const packs = listCatalogue(path.join(root, 'hooks-catalog'))
  const { rows, remove } = await packRows({ packs, cli, node, run: meter.run })
  try {
    const rounded = await runPairs({ rows, rounds: asked.quick ? 5 : 7, run: meter.run })
    const times = rows.map((row) => [row.name, figuresOf(row, rounded.get(row)).x.toFixed(1)])
    console.log(catalogueTable(packs, new Map(times)))
    console.log(`\ntime per call: of the typical case, over \`node -e 0\` right before or after it`)
  } finally {
    remove()
  }
}

async function measure(node) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  const project = await newProject({ cli, node, run: meter.run })
  try {
    const own = ownRows({ node, cli, project })
    const others = peerRows({ node, project, peers: peers.here })
    const rounded = await runPairs({ rows: [...own, ...others], rounds, run: meter.run })
    const figures = (rows) => rows.map((row) => figuresOf(row, rounded.get(row)))
    const rows = figures(own)
    const compared = figures(others)
    const missed = [...rows.flatMap((one) => one.missed), ...fasterPeers(rows, compared)]
    return { version, rows, peers: compared, missed }
  } finally {
    project.remove()
  }
}

function print({ version, rows, peers: others }) {
  console.log(`${tableOf(`node ${version}`, rows)}\n`)
  if (others.length > 0) console.log(`${tableOf('other guards, by their entry and sh', others)}\n`)
}

function report() {
  console.log(
    `x, cpu, peak: wall time, CPU time and peak memory over those of \`node -e 0\`, medians of ${rounds} rounds`,
  )
  const [load] = loadavg()
  if (load > availableParallelism() + 1)
    console.log(`the machine was busy (load ${load.toFixed(1)}): trust cpu more than x`)
  if (!meter.full) console.log('CPU time and memory need python3, which was not found')
  for (const { name, why } of peers.missing) console.log(`not measured: ${name} (${why})`)
  for (const { version, missed } of results)
    for (const one of missed) console.log(`MISSED on node ${version}: ${one}`)
}
