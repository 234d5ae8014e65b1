/** A file that comes with hooks, and that their commands may name. */
export interface CarriedFile {
  /** As commands name it, relative to the project or the plugin, with `/`. */
  readonly at: string
  /** Its text, where the document holds it. */
  readonly text?: string
  /** Else where it lies, relative to the folder of the document. */
  readonly from?: string
  readonly executable?: boolean
  /** It may be missing. */
  readonly optional?: boolean
}

/** Where a carried file is in the pack. */
export interface PlacedFile {
  readonly at: string
  readonly path: string
}

/** A path that stays in the folder it starts in, without `./`; undefined for any other. */
export function innerPath(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 500) return undefined
  const plain = text.replace(/^(?:~\/)?(?:\.\/)*/, '')
  const isOdd = /^[/\\]|^[A-Za-z]:|[\\\0\r\n]/.test(plain)
  const parts = plain.split('/')
  return isOdd || parts.some((part) => part === '' || part === '.' || part === '..') ? undefined : plain
}

/** Places of files in a pack: as they lie to each other, so that they find each other there as well. */
export function placesInPack(names: readonly string[]): readonly PlacedFile[] {
  const folders = names.map((name) => name.split('/').slice(0, -1))
  const [first = []] = folders
  const differs = first.findIndex((part, at) => folders.some((folder) => folder[at] !== part))
  const shared = differs === -1 ? first.length : differs
  return names.map((at) => {
    const parts = at.split('/').slice(shared).map(safePart)
    return { at, path: `files/${parts.join('/')}` }
  })
}

function safePart(part: string): string {
  return part.replace(/[^\w@.-]/g, '-').replace(/^\.+/, '') || 'file'
}

/** Longer lines, and those that name more, are not looked through: nobody writes such. */
const MOST_LETTERS = 20_000
const MOST_NAMED = 50

const AFTER = String.raw`(?![\w/-]|\.\w)`
const ROOTED = String.raw`\$(\{)?(?:CLAUDE_PROJECT_DIR|CLAUDE_PLUGIN_ROOT|HOME)(?:(?::-[^}]*)?\}|(?!\w))(["']{0,2})/(?:\./)?`
const RELATIVE = '(^|[\\s;&|(<>=`"\'])(?:~/|\\./)?'

/**
 * A shell line in which carried files are those of the pack; undefined when a line names one where no variable can
 * stand.
 */
export function lineWithFiles(line: string, files: readonly PlacedFile[]): string | undefined {
  const named = files.filter(({ at }) => line.includes(at))
  if (named.length === 0) return line
  if (line.length > MOST_LETTERS || named.length > MOST_NAMED) return undefined
  // The longest first: one name may begin as another ends.
  const sorted = [...named].sort((a, b) => b.at.length - a.at.length)
  let text: string | undefined = line
  for (const file of sorted) text = text === undefined ? undefined : withFile(text, file)
  return text
}

function withFile(line: string, { at, path }: PlacedFile): string | undefined {
  const name = escaped(at)
  const rooted = line.replace(
    new RegExp(ROOTED + name + AFTER, 'g'),
    (_, brace: string | undefined, quotes: string) =>
      `${brace === undefined ? '$HOOK_PACK_DIR' : '$' + '{HOOK_PACK_DIR}'}${quotes}/${path}`,
  )
  let isStuck = false
  const text = rooted.replace(
    new RegExp(`${RELATIVE}${name}${AFTER}(')?`, 'g'),
    (whole: string, before: string, end: string | undefined, offset: number) => {
      const quote = quoteAt(rooted, offset + before.length)
      if (quote === '') return `${before}"$HOOK_PACK_DIR"/${path}${end ?? ''}`
      if (quote === '"') return `${before}$HOOK_PACK_DIR/${path}${end ?? ''}`
      if (before === "'" && end !== undefined) return `"$HOOK_PACK_DIR"/${path}`
      isStuck = true
      return whole
    },
  )
  // Named in any other way, it would be looked for where it is not.
  const ours = new RegExp(`HOOK_PACK_DIR\\}?["']{0,2}/${escaped(path)}`, 'g')
  return isStuck || (at.includes('/') && text.replace(ours, '').includes(at)) ? undefined : text
}

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}

/** The quote that is open at a place of a shell line. */
function quoteAt(line: string, place: number): '' | '"' | "'" {
  let open: '' | '"' | "'" = ''
  for (let at = 0; at < place; at++) {
    const letter = line[at]
    if (letter === '\\' && open !== "'") at++
    else if (open === '' && (letter === '"' || letter === "'")) open = letter
    else if (letter === open) open = ''
  }
  return open
}
