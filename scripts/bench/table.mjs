import { median } from './pairs.mjs'

/**
 * The figures of one row from its rounds. Which of time and memory there is depends on the meter.
 *
 * @returns {{ name: string, x: number, cpu?: number, peak?: number, ms: number, missed: string[] }}
 */
export function figuresOf(row, rounds) {
  const figure = (key) => {
    if (rounds.some((readings) => Object.values(readings).some((one) => one[key] === undefined)))
      return undefined
    return median(
      rounds.map((readings) =>
        row.of(Object.fromEntries(Object.entries(readings).map(([name, one]) => [name, one[key]]))),
      ),
    )
  }
  const figures = { x: figure('ms'), cpu: figure('cpu'), peak: figure('peak') }
  const missed = []
  if (row.most !== undefined && figures.x > row.most)
    missed.push(`${row.name}: ${figures.x.toFixed(2)}, at most ${row.most}`)
  if (row.peak !== undefined && figures.peak > row.peak)
    missed.push(`${row.name}: peak memory ${figures.peak.toFixed(2)}, at most ${row.peak}`)
  return {
    name: row.name,
    ...figures,
    ms: median(rounds.map(({ own }) => own.ms)),
    most: row.most,
    goal: row.goal,
    missed,
  }
}

const COLUMNS = [
  ['x', 7, ({ x }) => x.toFixed(2)],
  ['cpu', 7, ({ cpu }) => cpu?.toFixed(2) ?? '-'],
  ['peak', 7, ({ peak }) => peak?.toFixed(2) ?? '-'],
  ['ms', 8, ({ ms }) => ms.toFixed(1)],
  ['goal', 7, ({ goal }) => goal?.toFixed(2) ?? ''],
  ['at most', 9, ({ most }) => most?.toFixed(2) ?? ''],
]

/** One line for each row, under a head line. */
export function tableOf(title, figures) {
  const width = Math.max(title.length, ...figures.map(({ name }) => name.length)) + 1
  const head = title.padEnd(width) + COLUMNS.map(([name, room]) => name.padStart(room)).join('')
  const lines = figures.map(
    (one) =>
      one.name.padEnd(width) +
      COLUMNS.map(([, room, text]) => text(one).padStart(room)).join('') +
      (one.missed.length > 0 ? '  MISSED' : ''),
  )
  return [head, ...lines].join('\n')
}
