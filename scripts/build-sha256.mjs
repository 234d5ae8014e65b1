#!/usr/bin/env node
// Compiles src/runtime/src/sha256/sha256.wat into module.ts beside it. Only needed after a change to the .wat;
// a test checks that the two agree.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import loadWabt from 'wabt'

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../src/runtime/src/sha256')
const source = readFileSync(path.join(folder, 'sha256.wat'), 'utf8')
const wabt = await loadWabt()
const { buffer } = wabt.parseWat('sha256.wat', source).toBinary({})
const text = Buffer.from(buffer).toString('base64')

writeFileSync(
  path.join(folder, 'module.ts'),
  `/** sha256.wat, compiled: \`node scripts/build-sha256.mjs\` writes this file. */
export const SHA256_WASM =
  '${text}'
`,
)
