// Builds the runtime: runtime.cjs, which every hook starts, and runtime-more.cjs, which it loads only when it needs
// what is in it (the log, scripts, async hooks, handlers that wait). Reading a file costs a hook 1 ms per 25 KB.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Names of the files that make up the runtime, in a scope's folder and in `dist`. */
export const RUNTIME_FILES = ['runtime.cjs', 'runtime-more.cjs']

/** Builds both files into `folder`. */
export async function buildRuntime(folder) {
  const common = {
    absWorkingDir: repository,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    logLevel: 'warning',
  }
  await build({
    ...common,
    entryPoints: ['src/runtime/src/runtime.ts'],
    outfile: path.join(folder, 'runtime.cjs'),
    plugins: [{ name: 'more-apart', setup: moreApart }],
  })
  await build({
    ...common,
    entryPoints: ['src/runtime/src/more.ts'],
    outfile: path.join(folder, 'runtime-more.cjs'),
  })
}

function moreApart({ onResolve }) {
  onResolve({ filter: /^\.\/more\.ts$/ }, ({ kind }) =>
    kind === 'require-call' ? { path: './runtime-more.cjs', external: true } : undefined,
  )
}
