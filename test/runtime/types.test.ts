// Mostly for the compiler: `npm run check` fails where a type is wrong. What runs is the same promise at run time.
import { describe, expect, expectTypeOf, test } from 'vitest'
import { decideFor } from '../../src/runtime/src/decide.ts'
import {
  type Decide,
  EVENTS,
  type EventName,
  type EventOf,
  type Handler,
  type HookEvent,
} from '../../src/runtime/src/index.ts'
import { PAYLOADS } from './payloads.ts'

/** What can be decided on each event, written a second time. */
interface Methods {
  PreToolUse: 'deny' | 'ask' | 'allow' | 'defer' | 'modify' | 'context' | 'tell' | 'stop' | 'terminal'
  PostToolUse: 'block' | 'context' | 'replaceOutput' | 'classify' | 'tell' | 'stop' | 'terminal'
  PostToolUseFailure: 'block' | 'context' | 'tell' | 'terminal'
  PostToolBatch: 'block' | 'context' | 'tell' | 'stop' | 'terminal'
  Notification: 'terminal'
  UserPromptSubmit: 'block' | 'context' | 'title' | 'hidePrompt' | 'tell' | 'stop' | 'terminal'
  UserPromptExpansion: 'block' | 'context' | 'hidePrompt' | 'tell' | 'stop' | 'terminal'
  SessionStart:
    | 'context'
    | 'title'
    | 'firstMessage'
    | 'watch'
    | 'reloadSkills'
    | 'setEnv'
    | 'tell'
    | 'terminal'
  SessionEnd: never
  Stop: 'block' | 'context' | 'tell' | 'stop' | 'terminal'
  StopFailure: 'terminal'
  SubagentStart: 'context' | 'terminal'
  SubagentStop: 'block' | 'context' | 'stop' | 'terminal'
  PreCompact: 'block' | 'instructions'
  PostCompact: 'tell'
  PreModelSwitch: 'deny' | 'ask' | 'allow' | 'tell' | 'terminal'
  PostModelSwitch: 'context' | 'tell' | 'terminal'
  PermissionRequest: 'deny' | 'interrupt' | 'allow' | 'modify' | 'remember' | 'terminal'
  PermissionDenied: 'retry' | 'terminal'
  Setup: 'context' | 'setEnv' | 'terminal'
  TeammateIdle: 'block' | 'terminal'
  TaskCreated: 'block' | 'terminal'
  TaskCompleted: 'block' | 'terminal'
  Elicitation: 'accept' | 'decline' | 'cancel' | 'terminal'
  ElicitationResult: 'accept' | 'decline' | 'cancel' | 'terminal'
  ConfigChange: 'block' | 'terminal'
  WorktreeCreate: 'worktree' | 'block'
  WorktreeRemove: 'terminal'
  InstructionsLoaded: 'terminal'
  CwdChanged: 'watch' | 'setEnv' | 'terminal'
  FileChanged: 'watch' | 'setEnv' | 'terminal'
  DirectoryAdded: 'terminal'
  MessageDisplay: 'display' | 'terminal'
}

/** A field of each event, and its type. */
interface Field {
  PreToolUse: { tool_use_id: string }
  PostToolUse: { tool_response: unknown }
  PostToolUseFailure: { error: string }
  PostToolBatch: { tool_calls: readonly { tool_name: string }[] }
  Notification: { notification_type: string }
  UserPromptSubmit: { prompt: string }
  UserPromptExpansion: { command_name: string }
  SessionStart: { source: 'startup' | 'resume' | 'clear' | 'compact' | 'fork' }
  SessionEnd: { reason: 'clear' | 'resume' | 'logout' | 'prompt_input_exit' | 'other' }
  Stop: { stop_hook_active: boolean }
  StopFailure: { error: string }
  SubagentStart: { agent_type: string }
  SubagentStop: { agent_transcript_path: string }
  PreCompact: { custom_instructions: string | null }
  PostCompact: { compact_summary: string }
  PreModelSwitch: { source: 'command' | 'picker' | 'sdk' }
  PostModelSwitch: { source: 'command' | 'picker' | 'sdk' | 'auto' | 'resume' }
  PermissionRequest: { permission_suggestions?: readonly Readonly<Record<string, unknown>>[] }
  PermissionDenied: { reason: string }
  Setup: { trigger: 'init' | 'maintenance' }
  TeammateIdle: { teammate_name: string }
  TaskCreated: { task_id: string }
  TaskCompleted: { task_subject: string }
  Elicitation: { mcp_server_name: string }
  ElicitationResult: { action: 'accept' | 'decline' | 'cancel' }
  ConfigChange: { source: string }
  WorktreeCreate: { name: string }
  WorktreeRemove: { worktree_path: string }
  InstructionsLoaded: { memory_type: 'User' | 'Project' | 'Local' | 'Managed' }
  CwdChanged: { old_cwd: string }
  FileChanged: { event: 'change' | 'add' | 'unlink' }
  DirectoryAdded: { directory: string }
  MessageDisplay: { delta: string }
}

type Same<A, B> = [A, B] extends [B, A] ? true : false

type OfAll = { [E in EventName]: true }

describe('types', () => {
  test('every event has its methods and no others, at run time as well', () => {
    for (const event of Object.keys(EVENTS) as EventName[]) {
      const decide = decideFor(event) as unknown as Record<string, () => unknown>
      const works = Object.keys(decide).filter((name) => {
        try {
          return decide[name]?.()
        } catch {
          // It says that the event does not have it.
          return false
        }
      })
      expect(works.sort(), event).toEqual([...EVENTS[event]].sort())
    }
    expectTypeOf<keyof Methods>().toEqualTypeOf<EventName>()
    expectTypeOf<{ [E in EventName]: Same<keyof Decide<E>, Methods[E]> }>().toEqualTypeOf<OfAll>()
  })

  test('every payload names its event and has its own fields, and none that no event has', () => {
    type Named = { [E in EventName]: Same<EventOf<E>['hook_event_name'], E> }
    type WithField = { [E in EventName]: EventOf<E> extends Field[E] ? true : false }
    type Strict = { [E in EventName]: 'no_such_field' extends keyof EventOf<E> ? false : true }
    expectTypeOf<Named>().toEqualTypeOf<OfAll>()
    expectTypeOf<WithField>().toEqualTypeOf<OfAll>()
    expectTypeOf<Strict>().toEqualTypeOf<OfAll>()
    expectTypeOf<keyof Field>().toEqualTypeOf<EventName>()
    expect(Object.keys(PAYLOADS).sort()).toEqual(Object.keys(EVENTS).sort())
  })

  test('a method that the event does not have does not compile, nor one with wrong arguments', () => {
    const guard: Handler<'PreToolUse'> = (event, decide) => {
      // @ts-expect-error: PreToolUse is denied, not blocked.
      if (event.cwd === '1') return decide.block('no')
      // @ts-expect-error: a reason is needed.
      if (event.cwd === '2') return decide.deny()
      // @ts-expect-error: a reason is a text.
      if (event.cwd === '3') return decide.deny(1)
      // @ts-expect-error: the input is an object.
      if (event.cwd === '4') return decide.modify('ls')
      // @ts-expect-error: what a tool answers comes with PostToolUse.
      if (event.tool_response) return undefined
      // @ts-expect-error: events cannot be changed.
      event.cwd = '/'
      return decide.deny('no')
    }
    const start: Handler<'SessionStart'> = (_, decide, { options, env }) => {
      // @ts-expect-error: a list of paths.
      if (env['A'] === '1') return decide.watch('/a')
      // @ts-expect-error: values are texts.
      if (env['A'] === '2') return decide.setEnv({ A: 1 })
      // @ts-expect-error: options have no types; they have to be looked at.
      if (options['branch'].length > 0) return undefined
      return [decide.watch(['/a']), decide.setEnv({ A: '1' }), decide.title('a')]
    }
    const answer: Handler<'Elicitation'> = (_, decide) => {
      // @ts-expect-error: the answers are fields.
      if (_.mode === 'url') return decide.accept('yes')
      return decide.accept({ name: 'x' })
    }
    expectTypeOf(guard).toBeFunction()
    expectTypeOf(start).toBeFunction()
    expectTypeOf(answer).toBeFunction()
  })

  test('a handler returns decisions, nothing, or a promise of these', () => {
    expectTypeOf<(event: HookEvent, decide: Decide<'Stop'>) => undefined>().toExtend<Handler<'Stop'>>()
    expectTypeOf<() => void>().toExtend<Handler<'Stop'>>()
    expectTypeOf<() => Promise<void>>().toExtend<Handler<'Stop'>>()
    // @ts-expect-error: the client's own form is not a decision.
    const wrong: Handler<'Stop'> = () => ({ decision: 'block', reason: 'no' })
    // @ts-expect-error: neither is a text.
    const text: Handler<'Stop'> = () => 'no'
    // @ts-expect-error: nor a truth value.
    const late: Handler<'Stop'> = async () => true
    expect([wrong, text, late]).toHaveLength(3)
  })

  test('a handler of several events has the methods that all of them have, and tells them apart by name', () => {
    const both: Handler<'PostToolUse' | 'PostToolUseFailure'> = (event, decide) => {
      // @ts-expect-error: only one of them has it.
      if (event.cwd === '1') return decide.replaceOutput({})
      // @ts-expect-error: only one of them has this field.
      if (event.error) return undefined
      if (event.hook_event_name === 'PostToolUseFailure') return decide.context(event.error)
      expectTypeOf(event.hook_event_name).toEqualTypeOf<'PostToolUse'>()
      return decide.block(event.tool_name)
    }
    expectTypeOf(both).toExtend<Handler<'PostToolUse'>>()
    expectTypeOf<keyof Decide<'PreToolUse' | 'PermissionRequest'>>().toEqualTypeOf<
      'deny' | 'allow' | 'modify' | 'terminal'
    >()
    // Nothing can be decided on all of them.
    expectTypeOf<keyof Decide<EventName>>().toEqualTypeOf<never>()
    expectTypeOf<Extract<HookEvent, { hook_event_name: 'Stop' }>>().toEqualTypeOf<EventOf<'Stop'>>()
  })
})
