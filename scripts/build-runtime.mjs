// Builds the runtime: runtime.cjs, which every hook starts, and two files that it loads only when it comes to that:
// runtime-answer.cjs (decisions and failures) and runtime-more.cjs (the log, scripts, async hooks, hooks that wait).
// Reading a file costs a hook 1 ms per 20 KB.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Names of the files that make up the runtime, in a scope's folder and in `dist`. */
export const RUNTIME_FILES = ['runtime.cjs', 'runtime-answer.cjs', 'runtime-more.cjs']

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
    RUNTIME_FILES.map((name) =>
      build({
        ...COMMON,
        entryPoints: [`src/runtime/src/${name.replace('runtime-', '').replace('.cjs', '.ts')}`],
        outfile: path.join(folder, name),
        plugins: [{ name: 'parts-apart', setup: partsApart }],
      }),
    ),
  )
}

/** Leaves what only some hooks need to its own file. */
function partsApart({ onResolve }) {
  onResolve({ filter: /^\.\/(answer|more)\.ts$/ }, ({ kind, path: target }) =>
    kind === 'require-call'
      ? { path: target.replace('./', './runtime-').replace('.ts', '.cjs'), external: true }
      : undefined,
  )
}
