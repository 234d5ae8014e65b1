#!/usr/bin/env node
// Bundles a pack's handlers: every `dist/<name>.cjs` that hooks.json names is built from `src/<name>.ts`, so
// that an installed pack needs nothing beside itself. A local module that is reached by require() instead of
// import becomes a file of its own, which a handler loads only when it gets that far.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Builds the pack in `folder` into `output`. The same sources give the same bytes, wherever the checkout lies. */
export async function buildPack(folder, output = folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'hooks.json'), 'utf8'))
  rmSync(path.join(output, 'dist'), { recursive: true, force: true })
  const modules = (manifest.hooks ?? []).map((hook) => hook.handler.module).filter(Boolean)
  const handlers = modules.map((module) => sourceOf(folder, module))
  const sources = new Set(handlers)
  // The set grows while it is walked: a module that was required may require others.
  for (const source of sources) {
    const place = (file) => path.join(output, moduleOf(folder, file))
    const apart = await buildModule(source, place, handlers.includes(source))
    for (const file of apart) sources.add(file)
  }
}

function sourceOf(folder, module) {
  return path.join(folder, module.replace(/^dist\//, 'src/').replace(/\.cjs$/, '.ts'))
}

function moduleOf(folder, source) {
  const name = path.relative(path.join(folder, 'src'), source).replace(/\.[cm]?[jt]s$/, '')
  if (name.startsWith('..')) throw new Error(`${source} is required, but lies outside of src`)
  return path.join('dist', `${name}.cjs`)
}

/** Bundles one source file and gives the files that it requires at run time, in a fixed order. */
async function buildModule(source, placeOf, isHandler) {
  const apart = new Set()
  await build({
    absWorkingDir: repository,
    ...(isHandler ? handlerEntry(source) : { entryPoints: [path.relative(repository, source)] }),
    outfile: placeOf(source),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    legalComments: 'inline',
    logLevel: 'warning',
    plugins: [requireApart(path.dirname(placeOf(source)), placeOf, apart)],
  })
  return [...apart].sort()
}

/** A handler is the module itself: what esbuild adds for a default export costs each call a third of a millisecond. */
function handlerEntry(source) {
  const contents = `import handler from './${path.basename(source)}'\nmodule.exports = handler\n`
  return {
    stdin: {
      contents,
      resolveDir: path.dirname(source),
      sourcefile: path.join(path.dirname(source), 'entry.js'),
    },
    banner: { js: '"use strict";' },
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
  }
}

/** Leaves require() of a local file in the text, pointed at the place where that file is built to. */
function requireApart(from, placeOf, apart) {
  const setup = ({ onResolve, resolve }) => {
    onResolve({ filter: /^\./ }, async (args) => {
      const ours = args.kind === 'require-call' && !args.resolveDir.split(path.sep).includes('node_modules')
      if (!ours || args.pluginData === 'seen') return undefined
      const { resolveDir, importer, kind } = args
      const found = await resolve(args.path, { resolveDir, importer, kind, pluginData: 'seen' })
      if (found.errors.length > 0) return { errors: found.errors }
      apart.add(found.path)
      const place = path.relative(from, placeOf(found.path)).split(path.sep).join('/')
      return { path: place.startsWith('.') ? place : `./${place}`, external: true }
    })
  }
  return { name: 'require-apart', setup }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildPack(path.resolve(process.argv[2] ?? '.'))
}
