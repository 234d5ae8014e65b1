/** Where archives aim that try to leave their place; no file is ever there. Below the root, so that climbing finds it. */
export const target = '/tmp/hookpack-archive-escape'

/** Climbs from anywhere to the target. */
export const climbing = `${'../'.repeat(16)}${target.slice(1)}`
