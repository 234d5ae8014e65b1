import { stripVTControlCharacters } from 'node:util'
import { execa } from 'execa'
import { cleanEnvironment } from './environment.ts'
import { guardPlace, type Place } from './guard.ts'
import { ensureClient } from './install.ts'

/** What the client itself thinks of the settings files it finds in a place. */
export interface Diagnosis {
  text: string
  /** One entry per complaint, `<file> › <path>: <message>`; no complaint means that every file is used whole. */
  invalid: string[]
}

/** Has the client check the settings files of a project and of its user; it asks nothing and runs no hook. */
export async function clientDoctor(place: Place): Promise<Diagnosis> {
  guardPlace(place)
  const nowhere = 'http://127.0.0.1:9' // the doctor talks to no model
  const env = cleanEnvironment(place, nowhere)
  const options = { cwd: place.project, env, extendEnv: false, stdin: 'ignore', timeout: 60_000 } as const
  const { stdout } = await execa(await ensureClient(), ['doctor'], options)
  const text = stripVTControlCharacters(stdout)
  return { text, invalid: complaints(text) }
}

function complaints(text: string): string[] {
  const lines = text.split(/\r?\n/)
  // Silence counts as "all fine", so be sure that it is the doctor who is silent.
  if (!lines.includes('Claude Code doctor')) throw new Error(`this is not the doctor's report:\n${text}`)
  const heading = lines.findIndex((line) => /^invalid settings\b/i.test(line))
  if (heading === -1) return []
  const section = lines.slice(heading + 1)
  const end = section.indexOf('')
  const found = joinItems(end === -1 ? section : section.slice(0, end))
  if (found.length === 0) throw new Error(`the doctor's complaints could not be read:\n${text}`)
  return found
}

/** A complaint starts with a dash; the lines under it (a suggested fix) belong to it. */
function joinItems(lines: string[]): string[] {
  const items: string[] = []
  for (const line of lines) {
    if (line.startsWith('- ')) items.push(line.slice(2))
    else items.push(`${items.pop() ?? ''} ${line.trim()}`.trim())
  }
  return items
}
