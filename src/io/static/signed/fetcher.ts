import type { TrustedRoot } from '../../../core/evidence.ts'
import { sha256 } from '../../../core/integrity.ts'
import { HooksError } from '../../../errors.ts'
import type { StaticFiles } from '../files.ts'

/** How tuf-js gets metadata: from the same place, and in the same way, as all other files of the registry. */
export interface Fetcher {
  readonly downloadBytes: (url: string, most: number) => Promise<Buffer>
  readonly downloadFile: <T>(url: string, most: number, use: (file: string) => Promise<T>) => Promise<T>
}

/** What has been asked for. */
export interface Asked {
  /** The last file that was asked for. */
  path: string
  /** Why files could not be had; of errors, tuf-js only hands on the text. */
  readonly failures: HooksError[]
  /** Whether the registry has said what is current. */
  current: boolean
  /** The roots that came. */
  readonly roots: TrustedRoot[]
}

/** The place of metadata, as tuf-js asks for it. It wants an address, which leads nowhere. */
export const PLACE = 'https://registry.invalid/metadata/'

/** A fetcher for a registry's files, and what it has been asked. */
export async function fetcherFor(
  files: StaticFiles,
): Promise<{ readonly fetcher: Fetcher; readonly asked: Asked }> {
  const { DownloadHTTPError } = await import('tuf-js/dist/error.js')
  const asked: Asked = { path: '', failures: [], current: false, roots: [] }
  const downloadBytes = async (url: string, most: number): Promise<Buffer> => {
    asked.path = decodeURIComponent(new URL(url).pathname.slice(1))
    const { path } = asked
    const version = Number(/\/(\d+)\.root\.json$/.exec(path)?.[1] ?? 0)
    try {
      const bytes = await files.fixed(path, { limit: most, isRight: () => false })
      // It ends the chain of roots; anything else that is missing is an error.
      if (!bytes) throw new DownloadHTTPError(`${path} is missing`, 404)
      if (version > 0) asked.roots.push({ version, sha256: sha256(bytes) })
      if (path.endsWith('/timestamp.json')) asked.current = true
      return Buffer.from(bytes)
    } catch (error) {
      // Some hosts answer 403 for what is not there.
      if (version > 0 && error instanceof HooksError && error.code === 'registry-auth')
        throw new DownloadHTTPError('is not given out', 403)
      if (error instanceof HooksError) asked.failures.push(error)
      throw error
    }
  }
  const downloadFile = async (): Promise<never> => {
    throw new Error('files are fetched elsewhere')
  }
  return { fetcher: { downloadBytes, downloadFile }, asked }
}
