/** The middle of the numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

/**
 * Runs every row `rounds` times, in another order each round. The commands of one row (the one it is about, and what
 * it is compared with) run right after each other, so that what else the machine does falls on both.
 *
 * @returns {Promise<Map<object, Record<string, import('./meter.mjs').Reading>[]>>} the rounds of each row
 */
export async function runPairs({ rows, rounds, run }) {
  const rounded = new Map(rows.map((row) => [row, []]))
  for (const row of rows) await check(row, run)
  for (let round = 0; round < rounds; round++) {
    for (const row of shuffled(rows)) {
      const readings = {}
      for (const name of shuffled(Object.keys(row.runs))) readings[name] = await run(row.runs[name])
      rounded.get(row).push(readings)
    }
  }
  return rounded
}

/** Runs each command of a row once, which also fills the caches; throws when it does not do what it is measured for. */
async function check(row, run) {
  for (const [name, job] of Object.entries(row.runs)) {
    const { status, output, errors } = await run(job)
    const accepted = row.accepts ?? [0]
    const printed = name !== 'own' || row.prints === undefined || row.prints.test(output)
    if (!accepted.includes(status) || !printed)
      throw new Error(`${row.name} (${name}) ended with ${status}: ${output}${errors}`)
  }
}

function shuffled(list) {
  return list
    .map((one) => ({ one, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
}
