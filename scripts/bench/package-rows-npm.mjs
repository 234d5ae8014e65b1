import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { newPlace } from './package-project.mjs'
import { cold, done, warm, without } from './package-rows-static.mjs'

/** Rows about packs on npm, each beside what npm takes for the same packages. */
export async function npmRows({ npm: server, ...around }) {
  const name = (at) => `bench-pack-${at}`
  const rows = []
  const pair = (label, [own, theirs], [mine, their]) =>
    rows.push(
      { name: `${label}, cold`, own: cold(own, mine), npm: cold(theirs, their), server },
      { name: `${label}, warm`, own: warm(own, mine), npm: warm(theirs, their), server },
    )

  const [one, oneNpm] = places(around, server, 'one')
  pair(
    'add one package of npm',
    [one, oneNpm],
    [
      () => one.hooks('add', `npm:${name(0)}`, '--yes'),
      () => oneNpm.npm('install', '--ignore-scripts', name(0)),
    ],
  )
  for (const count of [1, 10, 50]) {
    const [own, theirs] = places(around, server, `install ${count}`)
    const names = Array.from({ length: count }, (_, at) => name(at))
    await done(around, own.hooks('add', ...names.map((one) => `npm:${one}@1.0.0`), '--yes'))
    await done(around, theirs.npm('install', '--ignore-scripts', ...names.map((one) => `${one}@1.0.0`)))
    if (count === 50) {
      own.save()
      theirs.save()
      pair(
        'outdated, 50 packages',
        [own, theirs],
        [() => own.hooks('outdated'), () => theirs.npm('outdated')],
      )
    }
    const [ownMissing, theirsMissing] = [{ ...own }, { ...theirs }]
    const missing = (place, folder) => ({
      restore: () => {
        place.restore()
        without(place, folder)
      },
    })
    own.save()
    theirs.save()
    Object.assign(ownMissing, missing(own, '.claude/hookpack/packs'))
    Object.assign(theirsMissing, missing(theirs, 'node_modules'))
    pair(
      `install ${count} from the lockfile`,
      [ownMissing, theirsMissing],
      [() => own.hooks('install', '--frozen', '--yes'), () => theirs.npm('ci', '--ignore-scripts')],
    )
  }
  return rows
}

function places(around, server, label) {
  return ['hooks', 'npm'].map((tool) => {
    const place = newPlace(around, `${tool} ${label}`)
    writeFileSync(path.join(place.home, '.npmrc'), `registry=${server.url}\n`)
    if (tool === 'npm') place.write('package.json', { name: 'bench', private: true })
    place.save()
    return place
  })
}
