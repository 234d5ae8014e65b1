// Libraries of npm that ship no types; only what is used of them.
declare module 'npm-packlist' {
  interface Tree {
    path: string
    package: unknown
    isProjectRoot: boolean
    edgesOut: Map<string, unknown>
  }
  export default function packlist(tree: Tree): Promise<string[]>
}
declare module '@npmcli/config' {
  export default class Config {
    constructor(options: Record<string, unknown>)
    load(): Promise<void>
    validate(): boolean
    isDefault(key: string): boolean
    readonly flat: Record<string, unknown>
  }
}
declare module '@npmcli/config/lib/definitions/index.js' {
  const definitions: {
    definitions: { registry: { default: string } }
    shorthands: unknown
    flatten: unknown
    nerfDarts: unknown
  }
  export default definitions
}
declare module 'npm-registry-fetch' {
  interface Auth {
    readonly token: string | null
    readonly auth: string | null
    readonly cert: string | null
    readonly key: string | null
  }
  const registryFetch: {
    getAuth(url: string, options: Readonly<Record<string, unknown>>): Auth
    pickRegistry(name: string, options: Readonly<Record<string, unknown>>): string
  }
  export default registryFetch
}
declare module 'make-fetch-happen' {
  interface Response {
    readonly status: number
    readonly headers: { get(name: string): string | null }
    readonly body: NodeJS.ReadableStream | null
  }
  export default function fetch(url: string, options: Readonly<Record<string, unknown>>): Promise<Response>
}
declare module 'cacache' {
  interface Entry {
    readonly key: string
    readonly integrity: string
    readonly metadata?: { readonly text?: unknown } | undefined
  }
  const cacache: {
    readonly get: {
      byDigest(cache: string, integrity: string): Promise<Buffer>
      info(cache: string, key: string): Promise<Entry | null>
    }
    readonly index: {
      insert(cache: string, key: string, integrity: string, options: object): Promise<unknown>
      compact(cache: string, key: string, same: (one: Entry, other: Entry) => boolean): Promise<unknown>
    }
    put(cache: string, key: string, data: string | Uint8Array): Promise<unknown>
    ls(cache: string): Promise<Readonly<Record<string, unknown>>>
    readonly rm: {
      entry(cache: string, key: string, options?: { removeFully: boolean }): Promise<unknown>
      content(cache: string, integrity: string): Promise<unknown>
    }
  }
  export default cacache
}
declare module 'ini' {
  const ini: { parse(text: string): Record<string, unknown> }
  export default ini
}
