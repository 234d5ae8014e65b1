import { integrityOf } from '../core/integrity.ts'
import { openCache } from './cache.ts'

type Env = Readonly<Record<string, string | undefined>>

const ROOM = 'archives'

/** Archives of what was installed here before, by integrity: what makes `rollback` work without a network. */
export async function rememberArchive(integrity: string, bytes: Uint8Array, env: Env): Promise<void> {
  await openCache(env, ROOM).set([integrity], Buffer.from(bytes))
}

/** An archive that was installed here before; its bytes are checked again. */
export async function rememberedArchive(integrity: string, env: Env): Promise<Uint8Array | undefined> {
  const bytes = await openCache(env, ROOM).get([integrity])
  return bytes instanceof Uint8Array && integrityOf(bytes) === integrity ? bytes : undefined
}
