import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startVerdaccio, type Verdaccio } from '../../scripts/verdaccio.mjs'

export type { Verdaccio }

/**
 * Starts a real npm registry on loopback, in a scratch folder of its own and without any other registry behind it: what
 * was not published to it does not exist. `stop` ends it and removes the folder.
 */
export async function makeVerdaccio(): Promise<Verdaccio> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-verdaccio-')))
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  try {
    const registry = await startVerdaccio(folder)
    return { ...registry, stop: () => registry.stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

/** Makes the user of a scratch home one of the registry: signed in, or only looking there. */
export function useRegistry(
  { home }: { readonly home: string },
  { url, npmrc }: Verdaccio,
  signedIn = true,
): void {
  const registry = signedIn ? npmrc : `registry=${url}\n`
  writeFileSync(path.join(home, '.npmrc'), `${registry}fetch-retries=0\nupdate-notifier=false\n`)
}
