// For the tests of packs: runs a handler, or a file as it will be installed, on one event.
export type { CaseAnswer, CasePayload, CaseResult, CaseSetting } from './case.ts'
export { payloadOf } from './payload-of.ts'
export { runCase } from './run-case.ts'
export { type FileSetting, runHookFile } from './run-hook-file.ts'
