const MOST_LEVELS = 8
const MOST_CHARACTERS = 1024 * 1024

// Names of servers and tools that have to do with databases.
const DATABASE =
  /sql|query|quer(?:y|ies)|database|(?:^|[_-])db(?:[_-]|$)|postgres|(?:^|[_-])pg(?:[_-]|$)|maria|duck|sqlite|bigquery|snowflake|supabase|neon|redshift|clickhouse|cockroach|planetscale|turso|oracle|execute|d1/i
// Names of fields that hold SQL wherever they are.
const FIELD = /^(?:sql|ddl|dml|statements?|sql_?(?:query|queries|text|statement|script))$/i

/** The texts in the input of a tool that may be SQL: all of a tool of a database, else those of fields that say so. */
export function sqlTexts(tool: string, input: unknown): readonly string[] {
  const texts: string[] = []
  let left = MOST_CHARACTERS
  const visit = (value: unknown, wanted: boolean, level: number): void => {
    if (level > MOST_LEVELS || left <= 0) return
    if (typeof value === 'string') {
      if (wanted && mayBeSql(value)) texts.push(value.slice(0, left))
      left -= value.length
    } else if (Array.isArray(value)) {
      for (const one of value) visit(one, wanted, level + 1)
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, one] of Object.entries(value)) visit(one, wanted || FIELD.test(name), level + 1)
    }
  }
  visit(input, DATABASE.test(tool), 0)
  return texts
}

const VERB =
  /\b(?:select|insert|update|delete|drop|truncate|alter|grant|with|copy|create|merge|replace|call|exec|execute|do|begin|start|set|revoke|explain|prepare|vacuum|pragma|attach|declare|if)\b/i

/** A text without any verb of SQL is none. */
function mayBeSql(text: string): boolean {
  return text.length >= 4 && VERB.test(text)
}
