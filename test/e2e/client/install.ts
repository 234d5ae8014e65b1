import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'

/** The one client version the end-to-end tests speak about. */
const CLIENT_VERSION = '2.1.329'

const CACHE = path.resolve(import.meta.dirname, '../../../.cache/client')
const STALE_AFTER_MS = 60 * 60 * 1000

/** Platforms the client is published for; only linux-x64 has been tried with this harness. */
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64']

/** Returns the path of the real client's binary, installing it into the repository's cache on first use. */
export async function ensureClient(): Promise<string> {
  const home = path.join(CACHE, CLIENT_VERSION)
  // The folder only ever appears by a rename of a checked install, so its presence is proof enough.
  if (!existsSync(binaryIn(home))) await install(home)
  return binaryIn(home)
}

async function install(home: string): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  await removeStaleStages()
  const stage = await mkdtemp(path.join(CACHE, 'stage-'))
  try {
    // No registry is named: the user's own npm configuration says where packages come from.
    const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const wanted = `${packageName()}@${CLIENT_VERSION}`
    await execa('npm', ['install', '--prefix', stage, ...flags, wanted], { timeout: 600_000 })
    await checkVersion(binaryIn(stage))
    await rename(stage, home).catch((error) => {
      // A parallel worker may have finished first; then its copy is as good as ours.
      if (!existsSync(binaryIn(home))) throw error
    })
  } finally {
    await rm(stage, { recursive: true, force: true })
  }
}

/** A killed install leaves its stage behind, a third of a gigabyte; a young one may still be at work. */
async function removeStaleStages(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    if (!name.startsWith('stage-')) continue
    const stage = path.join(CACHE, name)
    const made = statSync(stage, { throwIfNoEntry: false })?.mtimeMs ?? Date.now() // gone meanwhile: nothing to do
    if (Date.now() - made > STALE_AFTER_MS) await rm(stage, { recursive: true, force: true })
  }
}

async function checkVersion(binary: string): Promise<void> {
  // The client must not see (or write to) the HOME of whoever runs the tests, not even for --version.
  const env = { PATH: process.env['PATH'] ?? '', HOME: path.dirname(binary), DISABLE_AUTOUPDATER: '1' }
  const { stdout } = await execa(binary, ['--version'], { env, extendEnv: false, timeout: 60_000 })
  if (!stdout.startsWith(CLIENT_VERSION)) throw new Error(`${binary} says it is ${stdout}`)
}

function binaryIn(prefix: string): string {
  const name = process.platform === 'win32' ? 'claude.exe' : 'claude'
  return path.join(prefix, 'node_modules', ...packageName().split('/'), name)
}

function packageName(): string {
  const platform = `${process.platform}-${process.arch}`
  if (!PLATFORMS.includes(platform)) throw new Error(`no client is published for ${platform}`)
  return `@anthropic-ai/claude-code-${platform}`
}
