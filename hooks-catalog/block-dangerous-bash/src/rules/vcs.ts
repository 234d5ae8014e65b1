import type { Part } from '../parts.ts'
import { tableRules } from './table.ts'

const LOSES = 'throws away changes that are not committed'
const FORGETS = 'takes commits out of the history'

/** Mercurial, Subversion and Jujutsu, as far as they lose work. */
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
        programs: 'jj',
        options: 'r: R: m: repository= message= at-op= config= expire= revisions=',
        rows: [
          ['deny', 'abandon @all()*|..*|::*|root()*|mine()*|*::', FORGETS],
          ['deny', 'abandon -r=all()*|-r=..*|-r=::*|-r=*::|-r=mine()*', FORGETS],
          ['ask', 'op|operation abandon', FORGETS],
          ['ask', 'util gc --expire', FORGETS],
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
