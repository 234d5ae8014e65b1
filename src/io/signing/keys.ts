import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { keyIdOf, type PublicKey, ROLES, type Role } from '../../core/signing/metadata.ts'
import type { Keyring } from '../../core/signing/root.ts'
import { HooksError } from '../../errors.ts'
import { writeSynced } from '../files.ts'
import { codeOf, exists, reason } from '../read.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Keys with which a registry is signed. */
export interface Keys {
  /** Their public halves. */
  readonly ring: Keyring
  /** Their secret halves, by name. */
  readonly secrets: ReadonlyMap<string, KeyObject>
}

/** Encrypts key files, and opens those that are. */
const PASSPHRASE = 'HOOKPACK_KEYS_PASSPHRASE'

/** Root and targets decide what is trusted, and can lie in a drawer; the others sign every two weeks. */
const FOLDERS: Readonly<Record<Role, string>> = {
  root: 'offline',
  targets: 'offline',
  snapshot: 'online',
  timestamp: 'online',
}

/** Makes a key for each of the roles. What is there is never replaced. Gives the files, which only their owner can read. */
export async function makeKeys(folder: string, roles: readonly Role[], env: Env): Promise<readonly string[]> {
  await checkOutside(folder)
  const files = roles.map((role) => path.join(folder, FOLDERS[role], `${role}.pem`))
  for (const file of files)
    if (await exists(file))
      throw new HooksError('folder-not-empty', `${file} is there already, and keys are never replaced`, {
        hint: 'name another folder',
      })
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // A key in a repository is a key that everybody has.
    const ignore = path.join(folder, '.gitignore')
    if (!(await exists(ignore))) await writeSynced(ignore, '*\n', 0o600)
    for (const file of files) {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
      await writeSynced(file, newKey(env), 0o600)
    }
  } catch (error) {
    throw new HooksError('write-failed', `${folder} cannot be written to: ${reason(error)}`, {
      hint: 'choose a folder of yours',
      cause: error,
    })
  }
  return files
}

function newKey(env: Env): string {
  const passphrase = env[PASSPHRASE]
  const { privateKey } = generateKeyPairSync('ed25519')
  const locked = passphrase ? { cipher: 'aes-256-cbc', passphrase } : {}
  return privateKey.export({ type: 'pkcs8', format: 'pem', ...locked }) as string
}

/** Keys do not lie in what is copied to a server. */
async function checkOutside(folder: string): Promise<void> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (await exists(path.join(at, 'registry.json')))
      throw new HooksError(
        'usage',
        `${folder} is inside of the registry in ${at}, which everybody can read`,
        {
          hint: 'keep keys in a folder elsewhere',
        },
      )
    if (at === path.dirname(at)) return
  }
}

/** The keys in folders, and in `offline` and `online` in them. What they are for is how their names begin. */
export async function readKeys(folders: readonly string[], env: Env): Promise<Keys> {
  const found: { role: Role; id: string; key: PublicKey; secret: KeyObject }[] = []
  for (const folder of folders) {
    await checkOutside(folder)
    const files = (
      await Promise.all([folder, ...['offline', 'online'].map((one) => path.join(folder, one))].map(pemFiles))
    ).flat()
    if (files.length === 0)
      throw new HooksError('signing-key-missing', `${folder} has no keys`, {
        hint: '`hooks registry keys <folder>` makes them',
      })
    for (const { file, role } of files) {
      const secret = await readKey(file, env)
      const key = publicHalf(secret)
      found.push({ role, id: keyIdOf(key), key, secret })
    }
  }
  const ofRole = (role: Role): Record<string, PublicKey> =>
    Object.fromEntries(found.filter((one) => one.role === role).map(({ id, key }) => [id, key]))
  return {
    ring: {
      root: ofRole('root'),
      targets: ofRole('targets'),
      snapshot: ofRole('snapshot'),
      timestamp: ofRole('timestamp'),
    },
    secrets: new Map(found.map(({ id, secret }) => [id, secret])),
  }
}

async function pemFiles(folder: string): Promise<readonly { readonly file: string; readonly role: Role }[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw new HooksError('signing-key-missing', `${folder} cannot be read: ${reason(error)}`, {
      cause: error,
    })
  })
  return names.sort().flatMap((name) => {
    const role = ROLES.find(
      (one) => name === `${one}.pem` || (name.startsWith(`${one}-`) && name.endsWith('.pem')),
    )
    return role ? [{ file: path.join(folder, name), role }] : []
  })
}

async function readKey(file: string, env: Env): Promise<KeyObject> {
  const passphrase = env[PASSPHRASE] ?? ''
  try {
    const secret = createPrivateKey({ key: await readFile(file), passphrase })
    if (secret.asymmetricKeyType === 'ed25519') return secret
  } catch (error) {
    throw new HooksError('signing-key-missing', `${file} cannot be used: ${reason(error)}`, {
      hint: `it has to be a private key (PKCS #8, PEM); ${PASSPHRASE} opens one that is encrypted`,
      cause: error,
    })
  }
  throw new HooksError('signing-key-missing', `${file} is no ed25519 key`, {
    hint: '`hooks registry keys <folder>` makes keys',
  })
}

/** The last 32 bytes of its usual form are the key itself. */
function publicHalf(secret: KeyObject): PublicKey {
  const der = createPublicKey(secret).export({ type: 'spki', format: 'der' })
  return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: der.subarray(-32).toString('hex') } }
}
