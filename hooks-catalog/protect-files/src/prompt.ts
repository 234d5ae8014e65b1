import { existsSync } from 'node:fs'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { check } from '../../_shared/src/files/check.ts'
import { homedir } from '../../_shared/src/home.ts'
import { rulesOf } from './options.ts'

const MOST_NAMES = 100

/** Stops a prompt that attaches a file which may not be read: no other event is sent for such a file. */
const prompt: Handler<'UserPromptSubmit'> = (event, decide, { options, projectDir }) => {
  const { prompt: text, cwd } = event
  if (typeof text !== 'string' || !text.includes('@') || options['prompts'] === false) return undefined
  const rules = rulesOf(options)
  const place = { cwd: cwd || projectDir, projectDir, home: homedir() }
  for (const name of attached(text)) {
    const file = absolutePath(name, place.cwd)
    const found = existsSync(file) ? check({ file, access: 'read' }, rules, place) : undefined
    if (!found) continue
    return decide.block(
      `protect-files (${found.rule}): the prompt would send ${found.shown} to the model, and ${found.why}. Take the @ away, or set \`prompts\` to false for this pack.`,
    )
  }
  return undefined
}

export default prompt

/** The names behind `@`, with and without the punctuation that ends a sentence, and without a range of lines. */
function attached(text: string): readonly string[] {
  const names = [...text.matchAll(/(?<![\w@])@(?:"([^"\n]{1,1000})"|([^\s"]{1,1000}))/g)].slice(0, MOST_NAMES)
  return names.flatMap(([, quoted, plain = '']) => {
    const name = (quoted ?? plain).replace(/#L\d+(?:-L?\d+)?$/, '')
    return quoted === undefined ? [name, name.replace(/[.,;:!?)\]}>'`]{1,9}$/, '')] : [name]
  })
}
