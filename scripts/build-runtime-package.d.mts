export const ENTRIES: Readonly<Record<string, string>>
export function buildRuntimePackage(folder: string): Promise<void>
export function buildModules(folder: string): Promise<void>
