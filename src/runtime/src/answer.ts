// What is needed once a hook decides, fails, or loads a second file, built into a file of its own.
export { checkedDecisions, decideFor } from './decide.ts'
export { failureDecision, withoutEvent } from './failure.ts'
export { loadFurther } from './load-further.ts'
export { resultOf } from './outcome.ts'
export { exportVariables } from './set-env.ts'
