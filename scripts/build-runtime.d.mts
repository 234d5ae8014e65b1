export const RUNTIME_FILES: readonly string[]
export function buildRuntime(folder: string): Promise<void>
