// A process of its own for the test of writers at once: appends so many lines, each with its number.
import { appendLine } from '../src/json-lines.ts'

const [folder = '', writer = '', count = '0', fileBytes = '0'] = process.argv.slice(2)
for (let at = 0; at < Number(count); at++) {
  appendLine(
    { folder, name: 'test', fileBytes: Number(fileBytes), totalBytes: 1e9, keepDays: 30 },
    JSON.stringify({ writer, at, text: 'x'.repeat(at % 700) }),
  )
}
