// Builds what authors of packs import from @hookpack/runtime, beside the runtime itself: one CommonJS file for each
// entry, complete in itself, and declarations that need no library but that of JavaScript.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
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

/** Builds `<entry>.cjs` for every entry, and `types/`, into `folder`, where the runtime is built to as well. */
export async function buildRuntimePackage(folder) {
  await Promise.all([buildModules(folder), buildTypes(path.join(folder, 'types'))])
}

/** Builds the modules alone. */
export async function buildModules(folder) {
  await build({
    ...COMMON,
    entryPoints: Object.entries(ENTRIES).map(([out, file]) => ({ out, in: path.join(source, `${file}.ts`) })),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    // The licence of the parser that is bundled with `bash`.
    legalComments: 'inline',
  })
}

/** tsc writes a declaration for every source file; those that an entry reaches are kept. */
async function buildTypes(folder) {
  mkdirSync(path.join(repository, '.cache'), { recursive: true })
  const scratch = mkdtempSync(path.join(repository, '.cache/types-'))
  try {
    await declare(scratch)
    rmSync(folder, { recursive: true, force: true })
    const files = new Set(Object.values(ENTRIES))
    // The set grows while it is walked.
    for (const file of files) {
      const text = readFileSync(path.join(scratch, `${file}.d.ts`), 'utf8')
      for (const other of writeDeclaration(path.join(folder, `${file}.d.cts`), text)) {
        if (!other.startsWith('.')) throw new Error(`the declarations of ${file} need ${other}`)
        files.add(path.posix.join(path.posix.dirname(file), other.replace(/\.ts$/, '')))
      }
    }
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

/** Writes a declaration as that of a CommonJS module, and gives what it imports. */
function writeDeclaration(file, text) {
  const imported = []
  const specifier = /((?:\bfrom|\bimport) '|\bimport\(['"])([^'"]+)(?=['"])/g
  const renamed = text.replaceAll(specifier, (_, before, target) => {
    imported.push(target)
    return before + target.replace(/\.ts$/, '.cjs')
  })
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, renamed)
  return imported
}
