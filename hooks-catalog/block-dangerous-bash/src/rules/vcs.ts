import type { Part } from '../parts.ts'
import { tableRules } from './table.ts'

const LOSES = 'throws away changes that are not committed'
const FORGETS = 'takes commits out of the history'

/** Mercurial and Subversion, as far as they lose work. */
export const part: Part = {
  rules: tableRules({
    group: 'git',
    harm: LOSES,
    safer: 'commit or shelve the changes first',
    tools: [
      {
        programs: 'hg chg',
        options: 'R: repository= cwd= config= r: rev= I: X: include= exclude=',
        dry: 'n print p',
        rows: [
          ['deny', 'purge|clean', 'deletes files that the repository does not know'],
          ['deny', 'update|up|checkout|co|goto -C|--clean'],
          ['deny', 'revert -a|--all'],
          ['ask', 'revert *'],
          ['deny', 'strip', FORGETS],
          ['deny', 'push -f|--force', 'overwrites history on the remote that others may have'],
          ['ask', 'rollback|histedit', FORGETS],
        ],
      },
      {
        programs: 'svn',
        options: 'depth= r: revision= username= password= m: message=',
        rows: [
          ['deny', 'revert -R|--recursive|--depth=infinity'],
          ['ask', 'revert *'],
          [
            'deny',
            'cleanup --remove-unversioned|--remove-ignored',
            'deletes files that the repository does not know',
          ],
        ],
      },
    ],
  }),
}
