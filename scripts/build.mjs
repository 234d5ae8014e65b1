#!/usr/bin/env node
// Builds everything: the runtime, the packs' modules, the two front ends, oclif's manifest, the notices.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildPack } from './build-pack.mjs'
import { buildParts } from './build-parts.mjs'
import { buildRuntime, RUNTIME_FILES } from './build-runtime.mjs'
import { buildRuntimePackage } from './build-runtime-package.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const inRoot = (...parts) => path.join(root, ...parts)
const described = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
}

// Files are replaced one by one: a command that somebody runs meanwhile finds either the old ones or the new.
mkdirSync(inRoot('dist'), { recursive: true })
const earlier = new Set(readdirSync(inRoot('dist')))
const keep = (name) => {
  earlier.delete(name)
  return inRoot('dist', name)
}

await buildRuntime(inRoot('src/runtime/dist'))
rmSync(inRoot('src/runtime/dist/types'), { recursive: true, force: true })
// Its declarations come from a process of their own, meanwhile.
const runtimePackage = buildRuntimePackage(inRoot('src/runtime/dist'))
for (const name of RUNTIME_FILES) copyFileSync(inRoot('src/runtime/dist', name), keep(name))

for (const entry of readdirSync(inRoot('hooks-catalog'), { withFileTypes: true })) {
  if (entry.isDirectory() && !entry.name.startsWith('_')) await buildPack(inRoot('hooks-catalog', entry.name))
}

// Libraries that are large or rarely needed stay packages and are loaded when used; the rest is bundled, because
// finding and reading hundreds of files is most of what a start costs.
const external = [...Object.keys(described.dependencies), '@npmcli/config/*', 'typescript', 'ts-node', 'tsx']
const define = { VERSION: JSON.stringify(described.version) }
const parts = async (entry, name) => {
  const { metafile, names } = await buildParts({
    ...common,
    entry,
    outfile: inRoot('dist', name),
    external,
    define,
  })
  for (const part of names) keep(part)
  return metafile
}
const fast = await parts('src/cli/fast.ts', 'fast.cjs')
const logs = await parts('src/cli/fast-logs.ts', 'fast-logs.cjs')
await build({
  ...common,
  entryPoints: ['src/io/replay/worker.ts'],
  outfile: keep('replay-worker.cjs'),
  external,
})
const complete = await parts('src/cli/fast-complete.ts', 'fast-complete.cjs')
const cli = await parts('src/cli/main.ts', 'cli.cjs')
await build({
  ...common,
  entryPoints: ['src/cli/registry-build.ts'],
  outfile: '.cache/build/registry-build.cjs',
  external,
})

await runtimePackage

writeFileSync(keep('THIRD-PARTY-NOTICES.txt'), notices([fast, logs, complete, cli]))
for (const name of earlier) rmSync(inRoot('dist', name), { recursive: true })
writeManifest()

/** The licences of everything that is inside the bundles. */
function notices(metafiles) {
  const packages = new Set()
  for (const input of metafiles.flatMap((metafile) => Object.keys(metafile.inputs))) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)
    if (found) packages.add(found[1])
  }
  return [...packages]
    .sort()
    .map((folder) => {
      const {
        name,
        version: number,
        license,
      } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'))
      const file = readdirSync(inRoot(folder)).find((one) => /^licen[cs]e/i.test(one))
      const text = file ? readFileSync(inRoot(folder, file), 'utf8').trim() : `Licence: ${license}`
      return `${name} ${number}\n\n${text}\n`
    })
    .join('\n---\n\n')
}

/** oclif's list of commands, so that it need not load them all to print help. */
function writeManifest() {
  const script = `
    const { Plugin } = require('@oclif/core/config')
    const plugin = new Plugin({ root: ${JSON.stringify(root)}, ignoreManifest: true, isRoot: true, type: 'core', errorOnManifestCreate: true })
    require('./dist/cli.cjs').loadCommands().then(() => plugin.load()).then(() => process.stdout.write(JSON.stringify(plugin.manifest, null, 2) + '\\n'))`
  const text = execFileSync(process.execPath, ['-e', script], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  writeFileSync(inRoot('oclif.manifest.json'), text)
}
