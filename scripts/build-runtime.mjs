// Builds the runtime: runtime.cjs, which every hook starts, and two files that it loads only when it comes to that:
// runtime-engine.cjs (decisions, failures, all that is out of the ordinary) and runtime-more.cjs (the log, scripts,
// async hooks, hooks that wait). Reading a file costs a hook 1 ms per 20 KB.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

const SOURCES = { 'runtime.cjs': 'runtime', 'runtime-engine.cjs': 'engine-file', 'runtime-more.cjs': 'more' }

/** Names of the files that make up the runtime, in a scope's folder and in `dist`. */
export const RUNTIME_FILES = Object.keys(SOURCES)

/** How everything of the runtime is built. */
export const COMMON = {
  absWorkingDir: repository,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  legalComments: 'none',
  logLevel: 'warning',
}

/** Builds all files into `folder`. */
export async function buildRuntime(folder) {
  await Promise.all(
    Object.entries(SOURCES).map(([name, source]) =>
      build({
        ...COMMON,
        entryPoints: [`src/runtime/src/${source}.ts`],
        outfile: path.join(folder, name),
        plugins: [{ name: 'parts-apart', setup: partsApart }],
      }),
    ),
  )
}

/** Leaves what only some hooks need to its own file. */
function partsApart({ onResolve }) {
  onResolve({ filter: /^\.\/(engine-file|more)\.ts$/ }, ({ kind, path: target }) => {
    const file = RUNTIME_FILES.find((name) => target === `./${SOURCES[name]}.ts`)
    return kind === 'require-call' ? { path: `./${file}`, external: true } : undefined
  })
}
