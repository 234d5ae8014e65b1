import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, transform } from 'esbuild'

/**
 * Bundles an entry into CommonJS files: what the entry always needs in one, and what it loads by `import()` in parts of
 * their own, which are read when they are needed. esbuild splits modules only, so each part is turned into CommonJS
 * afterwards. The entry is written last: it names parts by what is in them.
 */
export async function buildParts({ entry, outfile, ...options }) {
  const folder = path.dirname(outfile)
  const name = path.basename(outfile, '.cjs')
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: [{ in: entry, out: name }],
    outdir: folder,
    format: 'esm',
    splitting: true,
    chunkNames: `${name}-[hash]`,
    write: false,
  })
  const files = await Promise.all(
    outputFiles.map(async (file) => ({
      name: `${path.parse(file.path).name}.cjs`,
      text: await asCommonJs(file),
    })),
  )
  for (const file of files.sort((one) => (one.name === `${name}.cjs` ? 1 : -1)))
    writeFileSync(path.join(folder, file.name), file.text)
  return { metafile, names: files.map((file) => file.name) }
}

async function asCommonJs({ text }) {
  const { code } = await transform(
    text.replace(/(\bfrom\s*|\bimport\s*\(?\s*)"(\.\/[\w-]+)\.js"/g, '$1"$2.cjs"'),
    {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      supported: { 'dynamic-import': false },
    },
  )
  return code
}
