import type { Role } from '../core/signing/metadata.ts'
import { keyLines, signedLines } from '../views/signing.ts'
import { contextOf } from './context.ts'
import type { Invocation, Result } from './define.ts'

/** `hooks registry keys`: makes keys to sign a registry with. */
export async function keys(
  { folder, roles }: { readonly folder: string; readonly roles: readonly string[] },
  { flags, world }: Invocation,
): Promise<Result> {
  const { newKeys } = await import('../ops/sign-registry.ts')
  const files = await newKeys({ folder, roles: roles as readonly Role[] }, contextOf(world, flags))
  return { lines: keyLines(files), json: { files } }
}

/** `hooks registry sign`: signs the registry in a folder. */
export async function sign(
  asked: {
    readonly folder: string
    readonly keys: readonly string[]
    readonly newKeys: readonly string[]
    readonly threshold: number | undefined
  },
  { flags, world }: Invocation,
): Promise<Result> {
  const { signRegistry } = await import('../ops/sign-registry.ts')
  const dryRun = flags['dry-run'] === true
  const signed = await signRegistry({ ...asked, dryRun, now: world.now() }, contextOf(world, flags))
  return { lines: signedLines(signed, dryRun), json: { ...signed, written: !dryRun } }
}
