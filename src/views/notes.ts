import type { Note } from '../core/notes.ts'
import { printable } from './style.ts'

/** A note in one line. */
export function noteLine(note: Note): string {
  switch (note.code) {
    case 'already-installed':
      return `${note.pack} ${note.version} is installed already`
    case 'still-brought':
      return `note: ${note.pack} stays, because ${note.by} brings it`
    case 'conflict-settled':
      return `note: settled the merge conflict in ${note.files.join(', ')}: what both sides have installed stays`
    case 'not-checked':
      return `warning: ${note.pack} could not be checked: ${printable(note.why)}`
    case 'hooks-disabled':
      return `warning: \`disableAllHooks\` is true in ${note.file}: no hook in it runs`
    case 'entry-gone':
      return `warning: the ${note.event} entry of ${note.hooks.join(', ')} is gone from the settings; \`hooks add\` of its pack puts it back`
    case 'entry-kept':
      return `warning: the ${note.event} entry of ${note.hooks.join(', ')} was edited by hand and is kept; \`--force\` replaces it`
    case 'files-kept':
      return `warning: files of ${note.pack} were edited by hand and are kept (${note.files.map(printable).join(', ')}); \`--force\` replaces them`
    case 'client-skips':
      return `warning: ${note.file}: \`${printable(note.path)}\` ${printable(note.message)}; Claude Code skips that entry`
    case 'settings-commented':
      return `warning: ${note.file} has a comment at line ${note.line}: Claude Code ignores the whole file`
    case 'scope-skipped':
      return `note: the ${note.scope} scope is left out: ${note.why}`
    case 'planned-again':
      return `note: ${note.file} was changed by somebody else meanwhile; looking again`
    case 'recovered':
      return `note: finished an earlier change in ${note.folder} that had been interrupted`
    case 'log-lines-skipped':
      return `note: ${note.lines} ${note.lines === 1 ? 'line' : 'lines'} in ${note.folder} ${note.lines === 1 ? 'is' : 'are'} no record (cut off, or of another version)`
    case 'log-records-left':
      return `note: ${note.records} older ${note.records === 1 ? 'record' : 'records'} not shown; \`--limit all\` shows every one`
    case 'log-failures-only':
      return 'note: only hooks that failed or were skipped are in the log; set HOOKS_LOG=all to record every run'
    case 'npmrc-ignored':
      return `warning: ${printable(note.keys.join(', '))} in ${note.file}: not used, a project does not decide which hosts are asked; what you need of it belongs into your user .npmrc`
    case 'pack-deprecated':
      return `warning: ${note.pack} ${note.version} is deprecated: ${printable(note.reason).slice(0, 300)}`
    case 'registry-retry':
      return `note: ${note.host} does not answer as it should (${note.why}); asking again in ${note.seconds} s`
    case 'registry-stale':
      return `note: ${note.host} cannot be reached; what npm has kept of ${note.pack} is used`
    case 'registry-shadowed':
      return `note: the registry \`${printable(note.name)}\` of ${note.file} is not used: you have one of this name in ${note.by}`
    case 'registry-skipped':
      return `warning: the registry \`${printable(note.name)}\` is left out: ${printable(note.why)}`
  }
}
