import { readTree } from '../settings/read-tree.ts'
import { withoutBom } from '../settings/tree.ts'
import { effectOf, WHOLE_FILE } from './effect.ts'
import type { ExaminedFile } from './examination.ts'
import type { Fix, Hit, Rule } from './rule.ts'

/** What is wrong with the text of a file as JSON; undefined for one that is fine, or no JSON file. */
function jsonFault({
  source,
  text,
}: ExaminedFile):
  | { kind: 'json' | 'comment' | 'comma'; offset: number; words: string; how?: string }
  | undefined {
  if (/\.(?:md|markdown)$/i.test(source.file)) return undefined
  const other =
    source.fault === undefined ? undefined : { kind: 'json' as const, offset: 0, words: source.fault }
  if (text === undefined) return other
  const body = withoutBom(text)
  if (body.trim() === '') return undefined
  const { fault, loose } = readTree(body)
  if (fault) return { kind: 'json', ...fault }
  if (loose === undefined) return other
  return { kind: body[loose] === '/' ? 'comment' : 'comma', offset: loose, words: '' }
}

function jsonRule(
  id: string,
  kind: 'json' | 'comment' | 'comma',
  about: { how: string; says: (words: string) => string; fix?: Fix },
): Rule {
  return {
    id,
    level: 'error',
    why: WHOLE_FILE,
    how: about.how,
    find: ({ files }) =>
      files.flatMap((file): readonly Hit[] => {
        const { unreadable, fault: words = '' } = file.source
        if (unreadable) return kind === 'json' ? [unknown(file.source.file, words, unreadable.hint)] : []
        const fault = jsonFault(file)
        if (fault?.kind !== kind) return []
        const why = effectOf({ drops: 'file' }, file)
        const at = { offset: fault.offset }
        return [
          {
            file: file.source.file,
            at,
            says: about.says(fault.words),
            why,
            ...(about.fix ? { fix: about.fix } : {}),
          },
        ]
      }),
  }
}

/** What not even the text of is known: too large, no text, no file. */
function unknown(file: string, words: string, how: string | undefined): Hit {
  return {
    file,
    at: { offset: 0 },
    says: `this was not looked into: ${words}`,
    why: 'what is wrong in it is not known, and Claude Code may read it otherwise, or not at all',
    ...(how === undefined ? {} : { how }),
  }
}

/** Texts that are not JSON to the letter. */
export const JSON_RULES: readonly Rule[] = [
  jsonRule('file-not-json', 'json', {
    how: 'mend the text at this place',
    says: (words) => `this is not JSON: ${words}`,
  }),
  jsonRule('file-has-comment', 'comment', {
    how: 'take all comments out; notes can stand in a file beside it',
    says: () => 'there is a comment, which JSON does not have',
  }),
  jsonRule('trailing-comma', 'comma', {
    how: 'take the comma away',
    says: () => 'there is a comma behind the last element',
    fix: { kind: 'commas' },
  }),
]
