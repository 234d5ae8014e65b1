import path from 'node:path'
import { managedFile } from '../core/managed-place.ts'
import type { ScopeName } from '../core/scope.ts'
import type { Context } from '../ops/context.ts'
import { type Style, styleFor } from '../views/style.ts'
import type { View } from '../views/view.ts'
import type { Invocation, World } from './define.ts'

/** What operations need, from the world. */
export function contextOf(
  { cwd, env, packageRoot, now, progress }: World,
  flags: Invocation['flags'] = {},
): Context {
  return {
    network:
      flags['offline'] === true ? 'offline' : flags['prefer-offline'] === true ? 'prefer-offline' : 'online',
    cwd,
    env,
    registryDir: path.join(packageRoot, 'registry'),
    runtimeDir: path.join(packageRoot, 'dist'),
    managedFile: managedFile(process.platform),
    now,
    followLinks: flags['follow-links'] === true,
    step: progress.step,
  }
}

/** The `--scope` flag; its values have been checked by the parser. */
export function scopeOf({ flags }: Invocation): ScopeName | undefined {
  return flags['scope'] as ScopeName | undefined
}

/** The style for this invocation. */
export function styleOf({ world, flags }: Invocation): Style {
  return styleFor(world.colours && flags['json'] !== true)
}

/** The style, and the folders that paths are shown by. */
export function viewOf(invocation: Invocation): View {
  const { cwd, env } = invocation.world
  return { style: styleOf(invocation), cwd, home: homeIn(env) }
}

/** The home folder that the environment names. */
export function homeIn(env: World['env']): string | undefined {
  return process.platform === 'win32' ? env['USERPROFILE'] : env['HOME']
}
