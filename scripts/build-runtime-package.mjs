// Builds what authors of packs import from @hookpack/runtime, beside the runtime itself: each entry as a CommonJS and as
// an ES module, complete in itself, and declarations that need no library but that of JavaScript.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { COMMON } from './build-runtime.mjs'

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const source = path.join(repository, 'src/runtime/src')

/** The package's entries, and the source of each below src/runtime/src. */
export const ENTRIES = {
  index: 'index',
  testing: 'testing/index',
  bash: 'kit/bash/view',
  command: 'kit/command',
  edits: 'kit/edits',
  git: 'kit/git',
  limits: 'kit/limits',
  paths: 'kit/paths',
  redact: 'kit/redact',
  'session-state': 'kit/session-state',
  'stop-loop': 'kit/stop-loop',
  'tool-input': 'kit/tool-input',
}

/** Tests are not bundled into packs, and start the runtime that lies beside them: no ES module is needed. */
const MODULES = Object.fromEntries(Object.entries(ENTRIES).filter(([name]) => name !== 'testing'))

/** Builds all entries, and `types/`, into `folder`, where the runtime is built to as well. */
export async function buildRuntimePackage(folder) {
  await Promise.all([buildModules(folder), buildTypes(path.join(folder, 'types'))])
}

/** Builds `<entry>.cjs` and `<entry>.mjs` alone. */
export async function buildModules(folder) {
  await Promise.all([buildEntries(ENTRIES, 'cjs', folder), buildEntries(MODULES, 'esm', folder)])
}

async function buildEntries(entries, format, folder) {
  await build({
    ...COMMON,
    format,
    entryPoints: Object.entries(entries).map(([out, file]) => ({ out, in: path.join(source, `${file}.ts`) })),
    outdir: folder,
    outExtension: { '.js': format === 'cjs' ? '.cjs' : '.mjs' },
    // The licence of the parser that is bundled with `bash`.
    legalComments: 'inline',
  })
}

/** tsc writes a declaration for every source file; those that an entry reaches are kept, in both forms of module. */
async function buildTypes(folder) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-types-'))
  try {
    await declare(scratch)
    rmSync(folder, { recursive: true, force: true })
    keepReached(scratch, folder, { entries: ENTRIES, form: 'cjs' })
    keepReached(scratch, folder, { entries: MODULES, form: 'mjs' })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function declare(outDir) {
  const config = {
    extends: path.join(repository, 'tsconfig.json'),
    compilerOptions: {
      ...{ noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: source, outDir },
      typeRoots: [path.join(repository, 'node_modules/@types')],
    },
    files: Object.values(ENTRIES).map((file) => path.join(source, `${file}.ts`)),
    include: [],
  }
  const file = path.join(outDir, 'tsconfig.json')
  writeFileSync(file, JSON.stringify(config))
  const tsc = createRequire(import.meta.url)
    .resolve('typescript/package.json')
    .replace('package.json', 'bin/tsc')
  const child = spawn(process.execPath, [tsc, '-p', file], { stdio: 'inherit' })
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (status !== 0) throw new Error('the declarations of the runtime package cannot be made')
}

function keepReached(scratch, folder, { entries, form }) {
  const files = new Set(Object.values(entries))
  // The set grows while it is walked.
  for (const file of files) {
    const { text, imported } = declarationOf(path.join(scratch, `${file}.d.ts`), form)
    const place = path.join(folder, `${file}.d.${form === 'cjs' ? 'cts' : 'mts'}`)
    mkdirSync(path.dirname(place), { recursive: true })
    writeFileSync(place, text)
    for (const target of imported) {
      if (!target.startsWith('.')) throw new Error(`the declarations of ${file} need ${target}`)
      files.add(path.posix.join(path.posix.dirname(file), target.replace(/\.ts$/, '')))
    }
  }
}

/** The text of a declaration with the names that its imports have in this form, and what they were. */
function declarationOf(file, form) {
  const imported = []
  const specifier = /((?:\bfrom|\bimport) '|\bimport\(['"])([^'"]+)(?=['"])/g
  const text = readFileSync(file, 'utf8').replaceAll(specifier, (_, before, target) => {
    imported.push(target)
    return before + target.replace(/\.ts$/, `.${form}`)
  })
  return { text, imported }
}
