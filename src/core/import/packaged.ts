import { isRecord } from '../seen/record.ts'
import { type CarriedFile, innerPath } from './carried.ts'
import { textsIn } from './declared.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a file that packages hooks says of itself. */
export interface Packaged {
  /** Files that come with the hooks; JSON among them may have hooks itself. */
  readonly files: readonly CarriedFile[]
  readonly notes: readonly string[]
  /** Why nothing of it may be read. */
  readonly fault?: string
}

const MOST_FILES = 1000
const NONE: Packaged = { files: [], notes: [] }

/** The files that come with the hooks of a document; the stem is its name without the ending. */
export function packagedIn(value: unknown, stem: string): Packaged {
  if (!isRecord(value)) return NONE
  const { supportingFiles: listed, hooks } = value
  if (Array.isArray(listed)) return ofTemplates(listed)
  if (listed !== undefined && isRecord(hooks)) return { ...NONE, fault: '`supportingFiles` is no list' }
  if (isRegistryItem(value)) return ofRegistryItem(value)
  const packages = packagesOfPrpm(value)
  if (packages.length > 0) return ofPrpm(packages)
  return isRecord(hooks) ? { files: sameNamed(hooks, stem), notes: [] } : NONE
}

/** True for a file that hooks may be read from, rather than one that they run. */
export function mayHaveHooks(name: string): boolean {
  return /(?:\.jsonc?|(?:^|\/)HOOK\.md)$/i.test(name)
}

/** Items of the registries of shadcn. */
function isRegistryItem({ type, files, $schema: schema }: Fields): boolean {
  const typed = [type, ...(Array.isArray(files) ? files.map((one) => isRecord(one) && one['type']) : [])]
  const isTyped = typed.some((one) => typeof one === 'string' && one.startsWith('registry:'))
  return Array.isArray(files) && (isTyped || /registry-item\.json$/.test(String(schema)))
}

function ofTemplates(listed: readonly unknown[]): Packaged {
  return checked(
    listed.map((one) => {
      const { source, destination, executable } = isRecord(one) ? one : {}
      const from = innerPath(source)
      const at = innerPath(destination ?? source)
      if (from === undefined || at === undefined) return outside(from === undefined ? source : destination)
      return { at, from, executable: executable === true }
    }),
  )
}

function ofRegistryItem(item: Fields): Packaged {
  const files = (item['files'] as readonly unknown[]).map((one) => {
    const { path, target, content } = isRecord(one) ? one : {}
    const named = typeof target === 'string' && target !== '' ? target : path
    const at = innerPath(named)
    if (at === undefined) return outside(named)
    if (typeof content === 'string') return { at, text: content }
    const from = innerPath(path)
    return from === undefined ? outside(path) : { at, from }
  })
  const others = textsIn(item['registryDependencies'])
  const packages = textsIn(item['dependencies'])
  const read = checked(files)
  return {
    ...read,
    notes: [
      ...(others.length > 0
        ? [`it builds on other items, which were not fetched: ${others.join(', ')}`]
        : []),
      ...(packages.length > 0 ? [`it needs packages, which were not installed: ${packages.join(', ')}`] : []),
    ],
  }
}

/** The packages with hooks that a prpm.json describes. */
function packagesOfPrpm(value: Fields): readonly Fields[] {
  const all = Array.isArray(value['packages']) ? value['packages'].filter(isRecord) : [value]
  return all.filter(({ format, subtype }) => typeof format === 'string' && /^hooks?$/.test(String(subtype)))
}

/** Nobody runs these. */
const PAPERS = /(?:^|\/)(?:(?:readme|license|licence|changelog)(?:\.\w+)?|prpm\.json|package\.json)$/i

function ofPrpm(packages: readonly Fields[]): Packaged {
  const named = packages.flatMap(({ main, files }) => {
    const listed = Array.isArray(files) ? files.map((one) => (isRecord(one) ? one['path'] : one)) : []
    const own = main === undefined ? listed : [main, ...listed]
    return own.length === 0 ? [] : own
  })
  const read = checked(
    named.map((one) => {
      const at = innerPath(one)
      return at === undefined ? outside(one) : { at, from: at }
    }),
  )
  const usual = ['hook.json', 'hooks.json', 'hooks/hooks.json'].map((at) => ({
    at,
    from: at,
    optional: true,
  }))
  const files = read.files.filter(({ at }) => !PAPERS.test(at))
  const others = packages.flatMap(({ dependencies }) =>
    isRecord(dependencies) ? Object.keys(dependencies) : [],
  )
  return {
    ...read,
    files: files.some(({ at }) => mayHaveHooks(at)) ? files : [...files, ...usual],
    notes:
      others.length > 0
        ? [`it builds on other packages, which were not fetched: ${textsIn(others).join(', ')}`]
        : [],
  }
}

/** Templates without a list of files come with a script of their own name. */
function sameNamed(hooks: Fields, stem: string): readonly CarriedFile[] {
  const text = JSON.stringify(hooks)
  return ['sh', 'py', 'js'].flatMap((ending) =>
    ['hooks', 'scripts'].flatMap((folder) => {
      const at = `.claude/${folder}/${stem}.${ending}`
      return text.includes(at) ? [{ at, from: `${stem}.${ending}`, optional: true }] : []
    }),
  )
}

type Read = CarriedFile | { readonly fault: string }

function outside(named: unknown): Read {
  const text = typeof named === 'string' ? `\`${named.slice(0, 100)}\`` : 'what it names as a file'
  return { fault: `${text} is no path inside its folder, so nothing of it is read` }
}

/** The files, each once, or the first fault. */
function checked(read: readonly Read[]): Packaged {
  if (read.length > MOST_FILES) return { ...NONE, fault: `it names more than ${MOST_FILES} files` }
  const files = new Map<string, CarriedFile>()
  for (const one of read) {
    if ('fault' in one) return { ...NONE, fault: one.fault }
    const known = files.get(one.at)
    if (known && (known.from !== one.from || known.text !== one.text))
      return { ...NONE, fault: `\`${one.at.slice(0, 100)}\` is in it twice` }
    files.set(one.at, one)
  }
  return { files: [...files.values()], notes: [] }
}
