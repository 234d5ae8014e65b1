/** Writes a registry of `count` packs, with one to three versions each, into a folder. Gives their names. */
export function manyPacks(folder: string, count: number): Promise<readonly string[]>
