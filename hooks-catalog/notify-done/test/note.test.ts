import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readmeRows } from '../../_shared/test/readme-rows.ts'
import { isTold, noteFor, oneLine } from '../src/note.ts'
import { DEFAULTS } from '../src/options.ts'
import { event } from './scratch.ts'

const pack = path.resolve(import.meta.dirname, '..')
const read = (name: string) => fs.readFileSync(path.join(pack, name), 'utf8')
const body = (fields: Record<string, unknown>, withMessage = false) =>
  noteFor(event(fields), '/p/app', { ...DEFAULTS, withMessage }).body
const asked = { hook_event_name: 'Notification', notification_type: 'permission_prompt' }

describe('what is told', () => {
  it('is every finished turn, whatever types are asked for', () => {
    expect(isTold(event(), ['permission_prompt'])).toBe(true)
    expect(isTold(event({ stop_hook_active: true }), DEFAULTS.onlyTypes)).toBe(true)
  })

  it('is a notification of a type that is asked for, and any type when the list is empty', () => {
    expect(isTold(event(asked), DEFAULTS.onlyTypes)).toBe(true)
    expect(isTold(event({ ...asked, notification_type: 'auth_success' }), DEFAULTS.onlyTypes)).toBe(false)
    expect(isTold(event({ ...asked, notification_type: 'auth_success' }), [])).toBe(true)
  })

  it('is nothing on any other event', () => {
    expect(isTold(event({ hook_event_name: 'SubagentStop' }), [])).toBe(false)
  })
})

describe('the text', () => {
  it('of a finished turn names the project, and holds the message only when it may', () => {
    expect(body({})).toBe('Finished in app')
    expect(body({}, true)).toBe('Finished in app: All tests pass.')
    expect(body({ last_assistant_message: undefined }, true)).toBe('Finished in app')
  })

  it('of a finished turn counts what still runs in the background', () => {
    expect(body({ background_tasks: [{}] })).toBe('Finished in app (1 background task)')
    expect(body({ background_tasks: [{}, {}] })).toBe('Finished in app (2 background tasks)')
  })

  it('of a notification is its own, with its title if it has one', () => {
    expect(body({ ...asked, message: 'Claude needs your permission' })).toBe(
      'Claude needs your permission (app)',
    )
    expect(body({ ...asked, title: 'Build', message: 'failed' })).toBe('Build: failed (app)')
    expect(body(asked)).toBe('Waiting for you (app)')
  })

  it('is one line without control characters, cut between characters', () => {
    expect(oneLine('  a\r\n\u001b[31mb\u001b[0m\u0000c\t d ', 50)).toBe('a b c d')
    expect(oneLine('😀'.repeat(30), 20)).toBe(`${'😀'.repeat(19)}…`)
    expect(oneLine('x'.repeat(20), 20)).toBe('x'.repeat(20))
  })

  it('is cut to messageLength', () => {
    const note = noteFor(event({ last_assistant_message: 'word '.repeat(100) }), '/p/app', {
      ...DEFAULTS,
      messageLength: 20,
      withMessage: true,
    })
    expect(note.body).toBe('Finished in app: word word word word…')
  })
})

describe("the pack's documents", () => {
  const { options } = JSON.parse(read('hooks.json'))

  it('hooks.json has the defaults of the code', () => {
    const entries = Object.entries(options.properties as Record<string, { default: unknown }>)
    expect(Object.fromEntries(entries.map(([name, schema]) => [name, schema.default]))).toEqual(DEFAULTS)
  })

  it('the README has a row for each option', () => {
    expect(readmeRows(pack)).toEqual(expect.arrayContaining(Object.keys(options.properties)))
  })
})
