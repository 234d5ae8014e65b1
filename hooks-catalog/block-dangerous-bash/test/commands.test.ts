import { describe, expect, it } from 'vitest'
import { mayMatter } from '../src/prefilter.ts'
import { builtPack, listedCommands } from './built.ts'

const { analysis } = await builtPack()

const QUESTION = {
  options: { groups: {}, allow: [], protectedPaths: [], rules: [] },
  place: { cwd: '/home/dev/project', projectDir: '/home/dev/project', home: '/home/dev' },
}

function verdictOf(command: string): string {
  return (mayMatter(command) ? analysis.analyse(command, QUESTION)?.verdict : undefined) ?? 'none'
}

describe('the commands listed beside the cases', () => {
  const commands = listedCommands()

  it('are many', () => {
    expect(commands.length).toBeGreaterThan(700)
  })

  it('get the verdicts that stand in the list', () => {
    const wrong = commands.flatMap(({ command, decision }) =>
      verdictOf(command) === decision ? [] : [`${command}: ${verdictOf(command)} instead of ${decision}`],
    )
    expect(wrong).toEqual([])
  })
})
