import { describe, expect, it } from 'vitest'
import { ANY, DIALECTS } from '../src/sql/dialect.ts'
import { faultsIn } from '../src/sql/faults.ts'
import { statementsOf } from '../src/sql/statements.ts'
import { tokensOf } from '../src/sql/tokens.ts'

const words = (text: string, name: keyof typeof DIALECTS) =>
  tokensOf(text, DIALECTS[name]).map(({ kind, text: value }) => `${kind}:${value}`)

describe('tokens', () => {
  it('are words, names, texts, numbers and signs, without comments', () => {
    expect(words(`select "A b", 'it''s', 1.5 -- end\n/* x */ from [t]`, 'sqlite')).toEqual([
      'word:SELECT',
      'name:A b',
      'symbol:,',
      "string:it's",
      'symbol:,',
      'number:1.5',
      'word:FROM',
      'name:t',
    ])
  })

  it('of PostgreSQL have texts between dollars and escapes only behind E', () => {
    expect(words(String.raw`$a$ x; $$ $a$ E'\'' '\'`, 'postgres')).toEqual([
      'string: x; $$ ',
      'word:E',
      String.raw`string:\'`,
      'string:\\',
    ])
  })
})

describe('statements', () => {
  it('end at semicolons, but not within the body of a trigger', () => {
    const text = 'CREATE TRIGGER t BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM a; END; SELECT 1;'
    expect(statementsOf(tokensOf(text, DIALECTS.sqlite), DIALECTS.sqlite)).toHaveLength(2)
  })

  it('end at GO and where a verb begins in T-SQL', () => {
    const text = 'SELECT 1\nGO\nUSE x DELETE FROM y\nGO 5'
    expect(
      statementsOf(tokensOf(text, DIALECTS.mssql), DIALECTS.mssql).map(([first]) => first?.text),
    ).toEqual(['SELECT', 'USE', 'DELETE'])
  })
})

describe('whatever the text', () => {
  it('every prefix is read without a throw', () => {
    const text = `WITH a AS (DELETE FROM "x" WHERE '\\'' = E'\\'') UPDATE b SET c=$q$;$q$ WHERE (1=1 OR \`d\`=[e]) /* /* */ */; DO $$BEGIN DROP TABLE f; END$$ -- x`
    for (const dialect of Object.values(DIALECTS))
      for (let end = 0; end <= text.length; end += 1)
        expect(() => faultsIn(text.slice(0, end), dialect, true)).not.toThrow()
  })

  it.each([
    ['parentheses', '('.repeat(50_000)],
    ['conditions', `DELETE FROM a WHERE ${'(1=1 AND '.repeat(5_000)}`],
    ['queries', `WITH a AS (${'SELECT 1), b AS ('.repeat(3_000)}`],
    ['quotes', `${"'".repeat(99_999)}`],
    ['comments', '/*'.repeat(100_000)],
    ['blocks', 'DO $$ '.repeat(5_000)],
    ['statements', 'DELETE FROM a;'.repeat(10_000)],
  ])('many %s take little time', (_, text) => {
    // Time of the processor: others may use the machine as well.
    const start = process.cpuUsage()
    for (const dialect of ANY) faultsIn(text, dialect, true)
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(4000)
  })
})
