// What is needed once a hook decides or fails, built into a file of its own.
export { checkedDecisions, decideFor } from './decide.ts'
export { failureDecision, withoutEvent } from './failure.ts'
export { resultOf } from './outcome.ts'
export { exportVariables } from './set-env.ts'
