import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { newPlace } from './package-project.mjs'

/** Rows about static registries: what they cost does not depend on how many packs there are. */
export async function staticRows({ few, many, signed, ...around }) {
  const rows = []
  for (const [label, server] of [
    [`${few.names.length} packs`, few],
    [`${many.names.length} packs`, many],
    ...signed.map((server) => [`${server.names.length} signed packs`, server]),
  ]) {
    const place = placeFor(around, server, label)
    const add = () => place.hooks('add', server.names[7], '--yes')
    rows.push(
      { name: `add from a registry of ${label}, cold`, own: cold(place, add), server },
      { name: `add from a registry of ${label}, warm`, own: warm(place, add), server },
    )
  }
  const place = placeFor(around, many, 'installed')
  await done(around, place.hooks('add', ...many.names.slice(0, 50), '--yes'))
  place.save()
  const outdated = () => place.hooks('outdated')
  rows.push(
    { name: 'outdated, 50 packs, cold', own: cold(place, outdated), server: many },
    { name: 'outdated, 50 packs, warm', own: warm(place, outdated), server: many },
  )
  const search = () => place.hooks('search', 'format')
  rows.push(
    { name: `search in ${many.names.length} packs, cold`, own: cold(place, search), server: many },
    { name: `search in ${many.names.length} packs, warm`, own: warm(place, search), server: many },
  )
  return rows
}

function placeFor(around, server, label) {
  const place = newPlace(around, `static ${label}`)
  const folder = path.join(place.home, '.claude', 'hookpack')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'hookpack.json'), JSON.stringify({ registries: { bench: server.url } }))
  place.save()
  return place
}

export function cold(place, job) {
  return {
    job,
    accepts: [0, 1],
    ready: () => {
      place.forget()
      place.restore()
    },
  }
}

/** What the first run has cached is there. */
export function warm(place, job) {
  return { job, accepts: [0, 1], ready: () => place.restore() }
}

export async function done({ run }, job) {
  const { status, output, errors } = await run(job)
  if (status !== 0)
    throw new Error(`${job.command.slice(1).join(' ')} ended with ${status}: ${output}${errors}`)
}

export const without = (place, ...names) => {
  for (const name of names) rmSync(path.join(place.project, name), { recursive: true, force: true })
}
