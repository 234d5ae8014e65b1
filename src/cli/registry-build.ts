import path from 'node:path'
import { HooksError } from '../errors.ts'
import { buildRegistryFolder } from '../ops/build-registry.ts'

// `npm run registry:build [catalog] [registry]`: the repository's own registry from its own catalog.
const [catalog = 'hooks-catalog', registry = 'registry'] = process.argv.slice(2)
const seconds = process.env['SOURCE_DATE_EPOCH']
const now = new Date(seconds === undefined ? Date.now() : Number(seconds) * 1000)

const place = {
  name: 'hookpack',
  catalog: path.resolve(catalog),
  registry: path.resolve(registry),
  now: now.toISOString().replace(/\.\d+Z$/, 'Z'),
}
const context = {
  cwd: process.cwd(),
  env: process.env,
  registryDir: '',
  runtimeDir: '',
  managedFile: '',
  now: Date.now,
  network: 'offline',
} as const

buildRegistryFolder(place, context).then(
  ({ changed }) => {
    for (const file of changed) console.log(`wrote ${file}`)
    console.log(changed.length === 0 ? 'the registry is up to date' : `${changed.length} files written`)
  },
  (error: unknown) => {
    console.error(error instanceof HooksError ? `error: ${error.message}\nhint: ${error.hint ?? ''}` : error)
    process.exitCode = 1
  },
)
