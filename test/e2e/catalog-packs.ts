import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildPack } from '../../scripts/build-pack.mjs'
import type { ClientResult } from './client/run.ts'
import type { Scratch } from './client/scratch.ts'
import { transcript } from './client/transcript.ts'
import { hooks } from './hooks-cli.ts'

const CATALOG = path.resolve(import.meta.dirname, '../../hooks-catalog')

/** Sessions with dozens of hooks take seconds, and minutes where the machine has other things to do. */
export const PATIENT_MS = 240_000

/** Options of a pack, as they are set. */
export type Options = Readonly<Record<string, unknown>>

/** Builds packs of the catalogue into a folder: each with what is published of it. */
export async function buildPacks(folder: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => buildOne(path.join(CATALOG, name), path.join(folder, name))))
}

async function buildOne(source: string, output: string): Promise<void> {
  for (const file of ['package.json', 'hooks.json', 'README.md'])
    if (existsSync(path.join(source, file))) cpSync(path.join(source, file), path.join(output, file))
  await buildPack(source, output)
}

/** Builds packs of the catalogue and has the built CLI add them from their folders, with these options. */
export async function addFromCatalog(site: Scratch, packs: Readonly<Record<string, Options>>): Promise<void> {
  const folder = path.join(site.root, 'packs')
  await buildPacks(folder, Object.keys(packs))
  const isPlain = (options: Options) => Object.keys(options).length === 0
  const plain = Object.keys(packs).filter((name) => isPlain(packs[name] ?? {}))
  if (plain.length > 0) await hooks(site, 'add', ...plain.map((name) => path.join(folder, name)))
  for (const [name, options] of Object.entries(packs)) {
    if (isPlain(options)) continue
    const settings = Object.entries(options).flatMap(([key, value]) => ['--set', `${key}=${textOf(value)}`])
    await hooks(site, 'add', path.join(folder, name), ...settings)
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Commits everything in the site's project, as somebody without a name of their own. */
export function committed(site: Scratch): void {
  const env = { PATH: process.env['PATH'], HOME: site.home }
  const who = ['-c', 'user.name=Nobody', '-c', 'user.email=nobody@example.com']
  execFileSync('git', ['-C', site.project, 'add', '-A'], { env })
  execFileSync('git', ['-C', site.project, ...who, 'commit', '--quiet', '--message', 'chore: begin'], { env })
}

/** Writes the transcript of a run, or a text, into the folder that HOOKPACK_TRANSCRIPTS names, if it names one. */
export function keepTranscript(name: string, told: ClientResult | string): void {
  const folder = process.env['HOOKPACK_TRANSCRIPTS']
  const text = typeof told === 'string' ? told : transcript(told).join('\n')
  if (folder) writeFileSync(path.join(folder, `${name}.txt`), `${text}\n`)
}
