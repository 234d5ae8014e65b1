import { describe, expect, test } from 'vitest'
import type { EventName } from '../../../src/runtime/src/events.ts'
import type { Decision } from '../../../src/runtime/src/types.ts'
import { ALLOW, DENIED, DENY, NO_REASON, own, printed } from './printed.ts'

describe('every field of the client', () => {
  test.each<[EventName, object, readonly Decision[]]>([
    ['PreToolUse', DENY, [DENIED]],
    ['PreToolUse', ALLOW, [{ kind: 'allow', reason: 'yes' }]],
    ['PreToolUse', own('PreToolUse', { permissionDecision: 'ask' }), [{ kind: 'ask', reason: NO_REASON }]],
    [
      'PreToolUse',
      own('PreToolUse', { permissionDecision: 'defer', permissionDecisionReason: 'd' }),
      [{ kind: 'defer', reason: 'd' }],
    ],
    [
      'PreToolUse',
      own('PreToolUse', { updatedInput: { a: 1 }, additionalContext: 'c' }),
      [
        { kind: 'context', text: 'c' },
        { kind: 'modify', input: { a: 1 } },
      ],
    ],
    ['PreToolUse', { decision: 'block', reason: 'no' }, [DENIED]],
    ['PreToolUse', { decision: 'approve', reason: 'yes' }, [{ kind: 'allow', reason: 'yes' }]],
    [
      'PreModelSwitch',
      own('PreModelSwitch', { permissionDecision: 'deny', permissionDecisionReason: 'no' }),
      [DENIED],
    ],
    [
      'PermissionRequest',
      own('PermissionRequest', { decision: { behavior: 'deny', message: 'no' } }),
      [DENIED],
    ],
    [
      'PermissionRequest',
      own('PermissionRequest', { decision: { behavior: 'deny', message: 'no', interrupt: true } }),
      [{ kind: 'interrupt', reason: 'no' }],
    ],
    [
      'PermissionRequest',
      own('PermissionRequest', {
        decision: { behavior: 'allow', updatedInput: { a: 1 }, updatedPermissions: [{ type: 'x' }] },
      }),
      [
        { kind: 'allow', reason: NO_REASON },
        { kind: 'modify', input: { a: 1 } },
        { kind: 'remember', permissions: [{ type: 'x' }] },
      ],
    ],
    ['PostToolUse', { decision: 'block', reason: 'no' }, [{ kind: 'block', reason: 'no' }]],
    [
      'PostToolUse',
      own('PostToolUse', { updatedToolOutput: { stdout: '' }, classifierContext: 'c' }),
      [
        { kind: 'classify', text: 'c' },
        { kind: 'replaceOutput', output: { stdout: '' } },
      ],
    ],
    [
      'PostToolUse',
      own('PostToolUse', { updatedMCPToolOutput: [] }),
      [{ kind: 'replaceOutput', output: [] }],
    ],
    [
      'UserPromptSubmit',
      own('UserPromptSubmit', { sessionTitle: 't', suppressOriginalPrompt: true }),
      [{ kind: 'title', text: 't' }, { kind: 'hidePrompt' }],
    ],
    [
      'SessionStart',
      own('SessionStart', { initialUserMessage: 'm', watchPaths: ['/a'], reloadSkills: true }),
      [{ kind: 'firstMessage', text: 'm' }, { kind: 'watch', paths: ['/a'] }, { kind: 'reloadSkills' }],
    ],
    ['CwdChanged', own('CwdChanged', { watchPaths: [] }), [{ kind: 'watch', paths: [] }]],
    ['PermissionDenied', own('PermissionDenied', { retry: true }), [{ kind: 'retry' }]],
    ['PermissionDenied', own('PermissionDenied', { retry: false }), []],
    ['MessageDisplay', own('MessageDisplay', { displayContent: '' }), [{ kind: 'display', text: '' }]],
    [
      'Elicitation',
      own('Elicitation', { action: 'accept', content: { a: 1 } }),
      [{ kind: 'accept', content: { a: 1 } }],
    ],
    ['Elicitation', own('Elicitation', { action: 'accept' }), [{ kind: 'accept', content: {} }]],
    ['ElicitationResult', own('ElicitationResult', { action: 'cancel' }), [{ kind: 'cancel' }]],
    ['WorktreeCreate', own('WorktreeCreate', { worktreePath: '/w' }), [{ kind: 'worktree', text: '/w' }]],
    [
      'Stop',
      { systemMessage: 's', continue: false, stopReason: 'r' },
      [
        { kind: 'stop', reason: 'r' },
        { kind: 'tell', text: 's' },
      ],
    ],
    ['Stop', { continue: false }, [{ kind: 'stop', reason: 'A hook has ended the run.' }]],
    ['Stop', { terminalSequence: '\u0007' }, [{ kind: 'terminal', text: '\u0007' }]],
    [
      'Stop',
      { continue: true, suppressOutput: true, decision: null, hookSpecificOutput: null, unknown: 1 },
      [],
    ],
    ['Stop', { decision: 'approve' }, []],
    ['SessionEnd', { systemMessage: '' }, []],
  ])('%s: %j', (event, output, decisions) => {
    expect(printed(event, output)).toEqual(decisions)
  })
})

describe('what the event cannot do is a failure', () => {
  test.each<[EventName, object, string]>([
    ['SessionStart', { decision: 'block' }, 'on SessionStart nothing can be refused'],
    ['Stop', { permissionDecision: 'ask' }, 'Stop cannot ask'],
    [
      'Notification',
      own('Notification', { additionalContext: 'c' }),
      'what Notification cannot do (context)',
    ],
    ['Stop', own('Stop', { sessionTitle: 't' }), 'what Stop cannot do (title)'],
    ['CwdChanged', own('CwdChanged', { watchPaths: ['relative'] }), 'watch needs a list of absolute paths'],
    [
      'PostToolUse',
      own('PostToolUse', { classifierContext: 'x'.repeat(2001) }),
      'classify needs a text of at most 2000',
    ],
    ['PreToolUse', own('PreToolUse', { updatedInput: 'ls' }), 'modify needs the whole tool input'],
    ['PreToolUse', { systemMessage: { text: 1 } }, 'tell needs a text'],
  ])('%s: %j', (event, output, message) => {
    expect(() => printed(event, output)).toThrow(message)
  })
})
