#!/usr/bin/env node
// Bundles a pack's handlers: every `dist/<name>.cjs` that hooks.json names is built from `src/<name>.ts`
// into one CommonJS file without imports, so that an installed pack needs nothing beside itself.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Builds the pack in `folder`. Output is the same bytes for the same sources, wherever the checkout lies. */
export async function buildPack(folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'hooks.json'), 'utf8'))
  const modules = manifest.hooks.map((hook) => hook.handler.module).filter(Boolean)
  for (const module of new Set(modules)) {
    const source = module.replace(/^dist\//, 'src/').replace(/\.cjs$/, '.ts')
    await build({
      absWorkingDir: repository,
      entryPoints: [path.relative(repository, path.join(folder, source))],
      outfile: path.join(folder, module),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      legalComments: 'inline',
      logLevel: 'warning',
    })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildPack(path.resolve(process.argv[2] ?? '.'))
}
