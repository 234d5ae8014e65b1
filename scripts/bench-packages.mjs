#!/usr/bin/env node
// What looking up and installing packs costs, cold and warm, on real servers on loopback, beside npm where npm has the
// same job. Figures are medians of pairs that run right after each other.
//
//   npm run bench:packages -- [--quick] [--packs <count>]
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { manyPacks } from './bench/many-packs.mjs'
import { newMeter } from './bench/meter.mjs'
import { npmRows } from './bench/package-rows-npm.mjs'
import { staticRows } from './bench/package-rows-static.mjs'
import { startServer } from './bench/package-server.mjs'
import { median } from './bench/pairs.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const { values: asked } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, packs: { type: 'string', default: '10000' } },
})
const rounds = asked.quick ? 3 : 9

const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-bench-'))
const meter = newMeter()
const place = { scratch, cli: path.join(root, 'bin', 'run.cjs'), run: meter.run }
const servers = []
try {
  const few = await serveMany('few', 10)
  const many = await serveMany('many', Number(asked.packs))
  const signed = [await signedLike(few), await signedLike(many)]
  const npm = await startServer({ kind: 'npm', count: 50 })
  servers.push(npm)
  const rows = [...(await staticRows({ ...place, few, many, signed })), ...(await npmRows({ ...place, npm }))]
  console.log(`Node ${process.version}, ${asked.packs} packs in the static registry, ${rounds} rounds\n`)
  console.log('| what | ms | npm, ms | ratio | requests | kB |\n| --- | --: | --: | --: | --: | --: |')
  for (const row of rows) console.log(await measured(row))
} finally {
  meter.close()
  await Promise.all(servers.map((server) => server.stop()))
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 })
}

async function serveMany(name, count) {
  const folder = path.join(scratch, name)
  mkdirSync(folder)
  const names = await manyPacks(folder, count)
  const server = await startServer({ kind: 'files', folder })
  servers.push(server)
  return { ...server, names, folder }
}

/** The same registry, signed. */
async function signedLike({ folder, names }) {
  const [signed, keys] = [`${folder}-signed`, `${folder}-keys`]
  cpSync(folder, signed, { recursive: true })
  const env = { PATH: process.env.PATH, HOME: scratch }
  const hooks = (...args) =>
    execFileSync(process.execPath, [place.cli, 'registry', ...args], { env, stdio: 'ignore' })
  hooks('keys', keys)
  hooks('sign', signed, '--keys', keys)
  const server = await startServer({ kind: 'files', folder: signed })
  servers.push(server)
  return { ...server, names }
}

/** One row: `own` and, where there is one, `npm`, each made ready before every run. */
async function measured({ name, own, npm, server }) {
  const times = { own: [], npm: [] }
  let traffic = { requests: 0, bytes: 0 }
  for (let round = 0; round < rounds; round++) {
    await server?.reset()
    times.own.push(await timed(own, name))
    if (server) traffic = await server.traffic()
    if (npm) times.npm.push(await timed(npm, `${name}, npm`))
  }
  const [mine, theirs] = [median(times.own), npm && median(times.npm)]
  const cells = [
    name,
    mine.toFixed(0),
    theirs?.toFixed(0) ?? '',
    theirs ? (mine / theirs).toFixed(2) : '',
    server ? traffic.requests : '',
    server ? (traffic.bytes / 1000).toFixed(1) : '',
  ]
  return `| ${cells.join(' | ')} |`
}

async function timed({ ready, job, accepts = [0] }, name) {
  await ready()
  const { ms, status, output, errors } = await meter.run(job())
  if (!accepts.includes(status)) throw new Error(`${name} ended with ${status}: ${output}${errors}`)
  return ms
}
