import { readNpmSettings } from '../npm-config.ts'
import type { Place } from '../scopes.ts'

/** How the network is reached: proxies and certificates, as make-fetch-happen wants them. */
export type Network = Readonly<Record<string, unknown>>

/** Proxies and certificates as npm has them; never its tokens, which are for npm's registries. */
export async function npmNetwork(place: Place): Promise<Network> {
  const { ca, cert, key, strictSSL, localAddress, noProxy, proxy, httpsProxy } = await readNpmSettings(place)
  return { ca, cert, key, strictSSL, localAddress, noProxy, proxy: httpsProxy || proxy }
}
