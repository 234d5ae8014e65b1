import { ensureClient } from './install.ts'

/** Before all end-to-end tests: two files at once would both install the client. */
export async function setup(): Promise<void> {
  await ensureClient()
}
