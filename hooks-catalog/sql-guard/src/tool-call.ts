import { plain } from '../../_shared/src/shell/plain.ts'
import { ANY } from './sql/dialect.ts'
import type { Fault } from './sql/fault.ts'
import { faultsIn } from './sql/faults.ts'
import { type Answer, answerTo, type Options } from './verdict.ts'

// A text that goes on like this is SQL, and not prose that begins with the same word.
const SQL =
  /^(?:--[^\n]*\n|\/\*[\s\S]*?\*\/|[\s(;])*(?:select\b|with\s|delete\s+from\b|delete\s+\w+\s+from\b|update\s+\S+[\s\S]*?\bset\b|drop\s+(?:table|database|schema|view|index|materialized|user|role|function|procedure|trigger|type|sequence|extension|policy|owned|temporary|foreign|external|column)\b|truncate\b|alter\s+(?:table|user|role|database|schema|view|system|default|index|type|sequence)\b|grant\s|revoke\s|insert\s+(?:into|or|ignore|overwrite)\b|replace\s+into\b|create\s|merge\s|copy\s|explain\b|do\b|begin\b|start\s+transaction|set\s|call\s|exec(?:ute)?\b|prepare\s|declare\b|if\s|vacuum\b|pragma\b|attach\b|use\s|show\s|desc(?:ribe)?\s|values\b|analyze\b|\/\*!)/i

/** What is wrong with the texts of SQL in the input of a tool. */
export function answerForTexts(tool: string, texts: readonly string[], options: Options): Answer | undefined {
  const faults = texts
    .filter((text) => SQL.test(text))
    .flatMap((text) => worstReading(text, options.readOnly))
  return answerTo(faults, `\`${plain(tool)}\``, options)
}

/** It is not known which database reads it, so each way of reading it counts. */
function worstReading(text: string, readOnly: boolean): readonly Fault[] {
  return ANY.flatMap((dialect) => faultsIn(text, dialect, readOnly))
}
