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
    readonly flat: Record<string, unknown>
  }
}
declare module '@npmcli/config/lib/definitions/index.js' {
  const definitions: { definitions: unknown; shorthands: unknown; flatten: unknown; nerfDarts: unknown }
  export default definitions
}
declare module 'npm-registry-fetch' {
  export default function fetch(
    url: string,
    options: Record<string, unknown>,
  ): Promise<{ buffer(): Promise<Buffer> }>
}
