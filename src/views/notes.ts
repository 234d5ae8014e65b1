import type { Waiting } from '../core/age.ts'
import type { Need } from '../core/needs.ts'
import type { Note } from '../core/notes.ts'
import { printable } from './style.ts'

/** A note in one line, whatever the names in it hold. */
export function noteLine(note: Note): string {
  return printable(textOf(note))
}

function textOf(note: Note): string {
  switch (note.code) {
    case 'already-installed':
      return `${note.pack} ${note.version} is installed already`
    case 'scan-found':
      return `warning: ${note.pack}, ${printable(note.place)}: ${printable(note.what).slice(0, 300)}${note.more > 0 ? `; ${note.more} more in \`hooks audit\` once it is installed` : ''}`
    case 'plugins-unknown':
      return `warning: ${note.file} cannot be read, so hooks of plugins are not known: ${note.why.slice(0, 300)}`
    case 'still-brought':
      return `note: ${note.pack} stays, because ${note.by} brings it`
    case 'conflict-settled':
      return `note: settled the merge conflict in ${note.files.join(', ')}: what both sides have installed stays`
    case 'not-checked':
      return `warning: ${note.pack} could not be checked: ${printable(note.why)}`
    case 'advisories-stale':
      return `warning: advisories of ${note.place} could not be asked for anew, what is known from before counts: ${note.why}`
    case 'advisories-unknown':
      return `warning: it is not known whether ${note.place} has advisories: ${note.why}`
    case 'known-fault':
      return `warning: ${note.pack} ${note.version} has a known fault, ${note.id}: ${note.summary.slice(0, 200)}${note.fixed === undefined ? '' : ` (mended in ${note.fixed})`}`
    case 'malware-passed-over':
      return `warning: ${note.pack} ${note.version} is known as malware (${note.id}) and is passed over`
    case 'versions-wait':
      return `note: ${note.pack} ${note.version} is taken; ${note.waiting.slice(0, 3).map(waitingText).join(', ')} (${note.file === undefined ? 'by default' : `as ${note.file} says`}); \`${note.pack}@${note.waiting[0]?.version}\` takes it at once`
    case 'required-missing':
      return note.disabled
        ? `note: ${note.pack} is required by ${note.file} and is disabled; \`hooks enable ${note.pack} --scope ${note.scope}\` switches it on`
        : `note: ${note.pack} is required by ${note.file} and is not installed; \`hooks install --scope ${note.scope}\` brings it`
    case 'need-unmet':
      return `warning: ${note.pack} ${needText(note.need)}`
    case 'disabled-unknown':
      return `note: \`${printable(note.name)}\` is disabled in hookpack.json, and no such pack or hook is installed`
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
    case 'makes-executable':
      return `makes ${note.file} executable`
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
    case 'signature-unchecked':
      return `note: the signature of ${note.pack} ${note.version} was not checked: ${printable(note.why)}`
    case 'provenance-unchecked':
      return `note: where ${note.pack} ${note.version} was built was not checked: ${printable(note.why)}`
    case 'version-gone':
      return `warning: its registry does not list ${note.pack} ${note.version} any more, and has ${note.newest} at most; what is installed stays (\`hooks add ${note.pack}@${note.newest}\` goes back)`
    case 'registry-retry':
      return `note: ${note.host} does not answer as it should (${note.why}); asking again in ${note.seconds} s`
    case 'registry-stale':
      return `note: ${note.host} cannot be reached; what npm has kept of ${note.pack} is used`
    case 'registry-shadowed':
      return `note: the registry \`${printable(note.name)}\` of ${note.file} is not used: you have one of this name in ${note.by}`
    case 'root-trusted':
      return `note: the registry \`${printable(note.name)}\` (${printable(note.base)}) is signed; its root is trusted from now on because it is the first that was seen here: version ${note.version}, sha256 ${note.sha256}; compare it with what its owner says`
    case 'metadata-expired':
      return `warning: the signatures of the registry \`${printable(note.name)}\` have expired (${printable(note.since)}); without the network, what is kept of it is used all the same`
    case 'trust-not-kept':
      return `warning: what was seen of the signed registry \`${printable(note.name)}\` cannot be kept (${printable(note.why)}): older states of it would not be noticed`
    case 'registry-skipped':
      return `warning: the registry \`${printable(note.name)}\` is left out: ${printable(note.why)}`
  }
}

/** `2.0.0 waits until 2026-11-24 10:00 UTC`. */
export function waitingText({ version, until }: Waiting): string {
  return `${version} waits${until === undefined ? ', since nobody says when it was published' : ` until ${timeText(until)}`}`
}

function timeText(milliseconds: number): string {
  const text = new Date(Math.ceil(milliseconds / 60_000) * 60_000).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`
}

/** What a pack needs, after its name. */
function needText(need: Need): string {
  switch (need.what) {
    case 'client':
      return `requires Claude Code ${need.wanted}, and ${need.found} is installed: some of its hooks may not run`
    case 'commands':
      return `requires ${shortList(need.missing.map((one) => `\`${one.slice(0, 60)}\``))}, not found on PATH: hooks that call it will fail`
    case 'platforms':
      return `is made for ${shortList(need.wanted.map((one) => one.slice(0, 60)))}, and this is ${need.found}`
  }
}

const MOST_NAMED = 5

function shortList(names: readonly string[]): string {
  const more = names.length - MOST_NAMED
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
