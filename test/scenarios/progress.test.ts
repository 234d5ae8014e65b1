import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newProgress, type Progress } from '../../src/cli/progress.ts'

let said: string[] = []
beforeEach(() => {
  said = []
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

function progress(terminal = true): Progress {
  return newProgress({ isTerminal: () => terminal, say: (line) => said.push(line), now: Date.now })
}

describe('progress', () => {
  test('of what is done in half a second nobody hears', () => {
    const told = progress()
    told.begin('looking')
    vi.advanceTimersByTime(450)
    told.end()
    vi.advanceTimersByTime(10_000)
    expect(said).toEqual([])
  })

  test('what takes longer is told in plain lines, with what is being done now', () => {
    const told = progress()
    told.begin('looking')
    told.step('asking npm for x')
    vi.advanceTimersByTime(600)
    told.step('fetching x')
    vi.advanceTimersByTime(3000)
    told.end()
    vi.advanceTimersByTime(10_000)
    expect(said).toEqual(['asking npm for x …', 'fetching x … (4 s)'])
  })

  test('while a person is asked, it is quiet', () => {
    const told = progress()
    told.begin('looking')
    told.pause(true)
    vi.advanceTimersByTime(10_000)
    expect(said).toEqual([])
    told.pause(false)
    vi.advanceTimersByTime(600)
    expect(said).toHaveLength(1)
  })

  test('without a terminal it is quiet', () => {
    const told = progress(false)
    told.begin('looking')
    vi.advanceTimersByTime(10_000)
    expect(said).toEqual([])
  })
})
