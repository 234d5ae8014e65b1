/** Builds the pack in `folder` into `output`, its own folder if not said otherwise. */
export function buildPack(folder: string, output?: string): Promise<void>
