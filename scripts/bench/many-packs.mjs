#!/usr/bin/env node
// Makes a static registry with very many packs, for benches and tests. The same count gives the same bytes.
//   node scripts/bench/many-packs.mjs <folder> [count]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { gzipSync } from 'fflate'
import { tarParts } from './tar.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

const SUBJECTS = [
  'bash',
  'git',
  'edit',
  'format',
  'secrets',
  'tests',
  'network',
  'prompt',
  'commit',
  'deploy',
]
const EVENTS = ['PreToolUse', 'PostToolUse', 'Stop', 'SessionStart', 'UserPromptSubmit']

/** Writes a registry of `count` packs, with one to three versions each, into a folder. Gives their names. */
export async function manyPacks(folder, count) {
  const { buildRegistry, packagePath, parseManifest } = await ourModules()
  const manifests = EVENTS.map((event) => {
    const text = JSON.stringify({ hooks: [{ id: 'one', event, handler: { module: 'one.cjs' } }] })
    return { text, parsed: parseManifest(text, 'many') }
  })
  const names = Array.from({ length: count }, (_, at) => `${SUBJECTS[at % SUBJECTS.length]}-pack-${at}`)
  const packs = names.flatMap((name, at) =>
    Array.from({ length: 1 + (at % 3) }, (_, minor) =>
      sourceOf(name, `1.${minor}.0`, { at, manifest: manifests[at % EVENTS.length] }),
    ),
  )
  const files = buildRegistry({
    name: 'many',
    packs,
    earlier: { info: undefined, versions: new Map(), rows: [] },
    pubtime: () => '2026-01-31T12:00:00Z',
    pathOf: packagePath,
  })
  write(folder, files)
  return names
}

function sourceOf(name, version, { at, manifest }) {
  const description = `A guard for ${SUBJECTS[at % SUBJECTS.length]}, number ${at}.`
  const described = JSON.stringify({ name, version, description, license: 'MIT' })
  const file = (file, text) => ({ path: file, bytes: new TextEncoder().encode(text), executable: false })
  const files = [
    file('hooks.json', manifest.text),
    file('one.cjs', `module.exports = () => ${at}\n`),
    file('package.json', described),
  ]
  const artifact = { source: 'folder', resolved: name, integrity: '', files }
  const pack = { name, version, description, artifact, manifest: manifest.parsed, options: {} }
  const tarball = gzipSync(
    Buffer.concat([...files.flatMap((file) => tarParts(file.path, file.bytes)), Buffer.alloc(1024)]),
    QUICK,
  )
  return { pack, tarball, tags: [SUBJECTS[at % SUBJECTS.length]], license: 'MIT', engines: {} }
}

// Small tables: what compresses best takes a millisecond for each of these archives.
const QUICK = { level: 6, mem: 0, mtime: 0 }

function write(folder, files) {
  const made = new Set()
  for (const [name, bytes] of files) {
    const file = path.join(folder, name)
    const parent = path.dirname(file)
    if (!made.has(parent)) mkdirSync(parent, { recursive: true })
    made.add(parent)
    writeFileSync(file, bytes)
  }
}

/** The program's own code, so that what is made is what it makes. */
async function ourModules() {
  const file = path.join(root, '.cache', 'build', `many-packs-${process.pid}.cjs`)
  await build({
    stdin: {
      contents: `
        export { buildRegistry } from './src/core/registry-build.ts'
        export { packagePath } from './src/io/static/package-path.ts'
        export { parseManifest } from './src/schema/manifest.ts'`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile: file,
    logLevel: 'warning',
  })
  try {
    return (await import(pathToFileURL(file).href)).default
  } finally {
    rmSync(file)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, count = '10000'] = process.argv.slice(2)
  if (folder === undefined || !/^\d+$/.test(count)) {
    console.error('usage: node scripts/bench/many-packs.mjs <folder> [count]')
    process.exit(2)
  }
  const start = performance.now()
  await manyPacks(path.resolve(folder), Number(count))
  console.log(`${count} packs in ${folder}, ${((performance.now() - start) / 1000).toFixed(1)} s`)
}
