// What only some hooks need, built into a file of its own that runtime.cjs loads when it comes to that.
export { drainQueue } from './async/drain-queue.ts'
export { runInTurn } from './async/run-in-turn.ts'
export { lastWords } from './last-words.ts'
export { readOn } from './read-on.ts'
export { remember } from './remember.ts'
export { runScript } from './script/run.ts'
export { pendingHook, waitForAll } from './waiting.ts'
