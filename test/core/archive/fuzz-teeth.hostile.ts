import { expect, test } from 'vitest'
import type { ArchiveReason } from '../../../src/core/archive/error.ts'
import { tally } from '../../tally.ts'
import { judge } from './fuzz/judge.ts'
import { mutantsOf } from './fuzz/mutants.ts'
import { readerCalled } from './fuzz/readers.ts'
import { fuzz } from './fuzz/run.ts'

// What the fuzz says is worth something only if it finds faults where there are some.
const seed = 3
const slow = 10 * 60_000

/** What has to be found when a rule is switched off and node-tar alone decides. */
const rules: Readonly<Partial<Record<ArchiveReason, RegExp>>> = {
  'dot-segment': /^leads elsewhere:/,
  'absolute-path': /^leads elsewhere/,
  'empty-segment': /^leads elsewhere:/,
  'forbidden-character': /^leads elsewhere on Windows:/,
  'device-name': /^a device:/,
  'short-name': /^a short name:/,
  'trailing-dot-or-space': /^not one name:/,
  'invisible-character': /^cannot be seen:/,
  'not-nfc': /^not normalised:/,
  'unsafe-when-normalised': /^(not a name on Windows|not one name|a device):/,
  'duplicate-path': /^twice:/,
  'name-collision': /^meets /,
  'file-and-folder': /^a file and a folder:/,
  'two-top-folders': /^(twice|meets)/,
  'too-deep': /^beyond a limit/,
  link: /^npm sees (Symbolic)?Link:/,
  device: /^npm sees (CharacterDevice|BlockDevice|FIFO):/,
  'link-target-on-file': /^npm warns:/,
  'bad-checksum': /^npm warns:/,
  'bad-pax': /^npm (warns|sees)|leads elsewhere/,
  'global-pax': /^(twice|meets|npm)/,
  'data-after-end': /^(npm|twice|meets|beyond)/,
}

test(
  'a rule that is switched off is missed at once',
  async () => {
    const open = new Map(Object.entries(rules))
    const make = mutantsOf(seed)
    for (let index = 0; open.size > 0 && index < 40_000; index += 1) {
      const archive = make(index)
      const verdict = await judge(archive, readerCalled('ours'))
      const expected = 'refused' in verdict ? open.get(verdict.refused) : undefined
      if (!('refused' in verdict) || !expected) continue
      const weak = await judge(archive, readerCalled(`without ${verdict.refused}`))
      if ('faults' in weak && weak.faults.some((fault) => expected.test(fault))) open.delete(verdict.refused)
    }
    const tried = Object.keys(rules).length
    tally({ sweep: 'archives: rules switched off, found', tried, kept: tried - open.size, lost: open.size })
    expect([...open.keys()]).toEqual([])
  },
  slow,
)

const badReaders: Readonly<Record<string, RegExp>> = {
  'node-tar alone': /^leads elsewhere/,
  'ours alone': /^npm (warns|sees|skips|does not see)/,
  'one that fails': /^untyped: TypeError/,
  'one that hangs': /^there is no end$/,
  'one that never answers': /^there is no end$/,
}

test(
  'a reader that is not as it must be is found',
  async () => {
    const missed: string[] = []
    for (const [reader, fault] of Object.entries(badReaders)) {
      const { faults } = await fuzz({ seed, inputs: 3000, reader })
      if (!faults.some((one) => one.faults.some((text) => fault.test(text)))) missed.push(reader)
    }
    const tried = Object.keys(badReaders).length
    tally({
      sweep: 'archives: bad readers, found',
      tried,
      kept: tried - missed.length,
      lost: missed.length,
    })
    expect(missed).toEqual([])
  },
  slow,
)
