// What authors of packs import. Nearly all of it is types; loading it costs nothing.
export type { Answer } from './encode.ts'
export { EVENTS, type EventName, isEventName } from './events.ts'
export type { CommonFields, EventOf, HookEvent, OwnFields } from './payloads.ts'
export type { Decide, DecideMethods, Decision, Handler, HookContext } from './types.ts'
