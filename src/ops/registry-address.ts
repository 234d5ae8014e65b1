import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { registryUrl } from '../core/registry-url.ts'
import { HooksError } from '../errors.ts'
import type { Place } from '../io/scopes.ts'

/** The address of a registry that was typed: an address in its one form, or that of a folder. */
export function registryAddress(typed: string, { cwd, env }: Place): string {
  const isFolder = /^(\.{1,2}([/\\]|$)|[/\\~]|[A-Za-z]:[/\\])/.test(typed)
  const folder = path.resolve(cwd, typed.replace(/^~(?=$|[/\\])/, env['HOME'] ?? '~'))
  const checked = registryUrl(isFolder ? pathToFileURL(folder).href : typed)
  if ('url' in checked) return checked.url
  throw new HooksError('usage', `\`${typed}\` is no address of a registry: it ${checked.fault}`, {
    hint: 'for example https://packs.example.com/, or a folder: ./registry',
  })
}
