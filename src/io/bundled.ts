import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** What npm-packlist wants to know of a package: what it needs, and where that is. */
interface PackageNode {
  readonly path: string
  readonly package: Fields
  readonly isProjectRoot: boolean
  readonly edgesOut: Map<string, { readonly to: PackageNode }>
  /** Itself; npm has links here. */
  target?: PackageNode
}

type Fields = Readonly<Record<string, unknown>>

/**
 * A package in a folder with all that is bundled in it: the packages that `bundleDependencies` names, and what those
 * need in turn, as they lie in its `node_modules`. What is not there is left out.
 */
export async function bundledTree(folder: string, described: Fields): Promise<PackageNode> {
  const named = described['bundleDependencies'] ?? described['bundledDependencies']
  const names =
    named === true
      ? keysOf(described['dependencies'])
      : Array.isArray(named)
        ? named.filter((one) => typeof one === 'string')
        : []
  // npm-packlist knows one spelling, and no `true`.
  const root = nodeOf(folder, { ...described, bundleDependencies: names }, true)
  await connect(root, names, { root: folder, known: new Map() })
  return root
}

function nodeOf(folder: string, described: Fields, isProjectRoot: boolean): PackageNode {
  const node: PackageNode = { path: folder, package: described, isProjectRoot, edgesOut: new Map() }
  node.target = node
  return node
}

interface Around {
  readonly root: string
  readonly known: Map<string, PackageNode>
}

async function connect(node: PackageNode, names: readonly string[], around: Around): Promise<void> {
  // A name that is a path would lead out of the folder.
  for (const name of names.filter((one) => /^(?:@[^/\\]+\/)?[^/\\.][^/\\]*$/.test(one))) {
    const to = await resolved(name, node.path, around)
    if (to) node.edgesOut.set(name, { to })
  }
}

/** The package that `require(name)` would find from a folder, as long as it lies inside the root. */
async function resolved(name: string, from: string, around: Around): Promise<PackageNode | undefined> {
  const folder = path.join(from, 'node_modules', name)
  const known = around.known.get(folder)
  if (known) return known
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return from === around.root ? undefined : resolved(name, path.dirname(from), around)
  const described = fieldsOf(text)
  const node = nodeOf(folder, described, false)
  around.known.set(folder, node)
  const needed = [...keysOf(described['dependencies']), ...keysOf(described['optionalDependencies'])]
  await connect(node, needed, around)
  return node
}

function fieldsOf(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // A damaged package still has its files.
    return {}
  }
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}
