export interface Listed {
  readonly name: string
  readonly events: string
  readonly cases: number
}
export function listCatalogue(catalog: string): readonly Listed[]
export function catalogueTable(packs: readonly Listed[], times: ReadonlyMap<string, string>): string
