import { oncePerSession } from '../../../src/runtime/src/kit/limits.ts'
import { shownPath } from '../../_shared/src/edited.ts'
import { oneLine } from '../../_shared/src/plain-text.ts'
import type { Failure } from './run-jobs.ts'

const MOST_NAMES = 5

/** The failures as a text for the model. */
export function textOf(failures: readonly Failure[], root: string): string {
  return failures
    .map(({ tail, ...failure }) => {
      const said = tail === '' ? 'It printed nothing.' : `The end of the output:\n${tail}`
      return `test-related: ${summary({ tail, ...failure }, root)}. ${said}`
    })
    .join('\n\n')
}

/** Which tests did not pass, in one line. */
export function summary({ job, how }: Failure, root: string): string {
  const names = job.files.map((file) => oneLine(shownPath(file, root)))
  const rest = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''
  const subject = names.slice(0, MOST_NAMES).join(', ')
  return `the tests of ${subject}${rest} do not pass (${job.runner.name}, ${how})`
}

/** Those messages for the user that were not given in this session yet. */
export function newNotices(
  event: { readonly session_id: string },
  notices: readonly string[],
): readonly string[] {
  const place = { event, name: 'test-related' }
  return notices.filter((text) => oncePerSession(place, text)).map((text) => `test-related: ${text}.`)
}
