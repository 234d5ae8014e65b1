#!/usr/bin/env node
'use strict'
// Small front ends answer what must be fast; the rest of the program is loaded only when it is needed.
const argv = process.argv.slice(2)
try {
  process.cwd()
} catch {
  process.stderr.write(
    'error[no-folder]: the folder you are in does not exist any more\nhint: `cd` to one that does\n',
  )
  process.exit(1)
}
const full = () => require('../dist/cli.cjs').main(argv)
if (['logs', 'stats'].includes(argv[0])) {
  require('../dist/fast-logs.cjs')
    .runFast(argv)
    .then((answered) => (answered ? undefined : full()))
} else if (argv[0] === '__complete') {
  // The Tab key: whatever goes wrong, there is nothing to complete.
  require('../dist/fast-complete.cjs')
    .answer(argv)
    .catch(() => undefined)
} else if (argv.length === 1 && ['--version', '-v'].includes(argv[0])) {
  printVersion()
} else if (argv[0] === 'list') {
  require('../dist/fast.cjs')
    .runFast(argv)
    .then((answered) => (answered ? undefined : full()))
} else {
  full()
}

// Nothing of the program is needed for it, and nothing of Node's streams.
function printVersion() {
  try {
    require('node:fs').writeSync(1, `${require('../package.json').version}\n`)
  } catch (error) {
    if (error.code !== 'EPIPE') throw error
  }
}
