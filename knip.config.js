import { existsSync, readdirSync, readFileSync } from 'node:fs'

const catalog = new URL('hooks-catalog/', import.meta.url)

/** What the manifest of a pack names, and the parts that its handlers load by themselves once they need them. */
function entriesOf(folder) {
  const { hooks = [] } = JSON.parse(readFileSync(new URL('hooks.json', folder), 'utf8'))
  const modules = hooks.flatMap(({ handler }) => handler.module ?? [])
  const handlers = modules.map((module) => module.replace(/^dist\//, 'src/').replace(/\.cjs$/, '.ts'))
  const sources = new URL('src/', folder)
  const files = existsSync(sources)
    ? readdirSync(sources, { recursive: true }).filter((name) => name.endsWith('.ts'))
    : []
  const parts = files.flatMap((name) => {
    const file = new URL(name, sources)
    const required = [...readFileSync(file, 'utf8').matchAll(/\brequire\('(\.[^']+)'\)/g)]
    return required.map(([, part]) => new URL(part, file).href.slice(folder.href.length))
  })
  return [...new Set([...handlers, ...parts])]
}

/** What a pack has to be looked at; one whose cases say everything has no folder of tests. */
function workspaceOf(folder) {
  const tested = existsSync(new URL('test/', folder))
  return {
    entry: [...entriesOf(folder), ...(tested ? ['test/**/*.test.ts'] : [])],
    project: ['src/**/*.ts', ...(tested ? ['test/**/*.ts'] : [])],
  }
}

const packs = readdirSync(catalog)
  .map((name) => [name, new URL(`${name}/`, catalog)])
  .filter(([, folder]) => existsSync(new URL('src/', folder)) && existsSync(new URL('hooks.json', folder)))
  .map(([name, folder]) => [`hooks-catalog/${name}`, workspaceOf(folder)])

export default {
  workspaces: {
    '.': {
      entry: [
        'src/cli/main.ts',
        'src/cli/fast.ts',
        'src/cli/fast-logs.ts',
        'src/cli/fast-complete.ts',
        'src/cli/registry-build.ts',
        'src/io/replay/worker.ts',
        'scripts/*.mjs',
        'test/**/*.{test,cli,e2e,faults,hostile}.ts',
        'test/core/archive/fuzz/worker.ts',
        'hooks-catalog/_shared/test/{*.test,append-many}.ts',
      ],
      project: [
        'src/**/*.ts',
        'scripts/**/*.mjs',
        'test/**/*.ts',
        'bin/**/*.cjs',
        'hooks-catalog/_shared/**/*.ts',
      ],
    },
    'src/runtime': {
      entry: [
        'src/{runtime,engine-file,more,watchdog}.ts',
        'src/{index,testing/index}.ts',
        'src/kit/{command,edits,git,limits,paths,redact,session-state,stop-loop,tool-input}.ts',
        'src/kit/bash/view.ts',
      ],
      project: ['src/**/*.ts'],
    },
    ...Object.fromEntries(packs),
  },
  ignoreBinaries: ['gcc', 'mkfifo', 'script', 'pytest'],
}
