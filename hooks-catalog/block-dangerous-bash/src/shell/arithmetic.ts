const LONGEST = 200
const TOKEN = /\s*(?:(0[xX][0-9a-fA-F]+|\d+#\w+|\d+)|\$?\{?([A-Za-z_]\w*)\}?|(\*\*|<<|>>|[-+*/%()&|^~]))/y

/** What an expression is made of. */
interface Reading {
  readonly tokens: readonly (number | string)[]
  at: number
}

/** The value of an integer expression as the shell computes it; undefined for anything but plain sums. */
export function arithmetic(source: string, held: (name: string) => string | undefined): number | undefined {
  const tokens = split(source, held)
  if (!tokens || tokens.length === 0) return undefined
  const reading: Reading = { tokens, at: 0 }
  const value = binary(reading, 0)
  return reading.at === tokens.length && value !== undefined && Number.isSafeInteger(value)
    ? value
    : undefined
}

function split(source: string, held: (name: string) => string | undefined): (number | string)[] | undefined {
  const text = source.trim()
  if (text.length > LONGEST) return undefined
  const tokens: (number | string)[] = []
  TOKEN.lastIndex = 0
  for (let from = 0; from < text.length; from = TOKEN.lastIndex) {
    TOKEN.lastIndex = from
    const [, digits, name, operator] = TOKEN.exec(text) ?? []
    if (digits !== undefined) tokens.push(number(digits))
    else if (name !== undefined) tokens.push(number(held(name) ?? '0'))
    else if (operator !== undefined) tokens.push(operator)
    else return undefined
  }
  return tokens
}

function number(text: string): number {
  const based = /^(\d+)#(\w+)$/.exec(text)
  if (based) return Number.parseInt(based[2] ?? '', Math.min(36, Math.max(2, Number(based[1]))))
  return /^0\d/.test(text) ? Number.parseInt(text, 8) : Number(text.trim() || '0')
}

const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]

function binary(reading: Reading, level: number): number | undefined {
  const operators = LEVELS[level]
  if (!operators) return power(reading)
  let left = binary(reading, level + 1)
  for (;;) {
    const operator = reading.tokens[reading.at]
    if (typeof operator !== 'string' || !operators.includes(operator)) return left
    reading.at += 1
    const right = binary(reading, level + 1)
    if (left === undefined || right === undefined) return undefined
    left = applied(operator, left, right)
  }
}

function power(reading: Reading): number | undefined {
  const base = unary(reading)
  if (reading.tokens[reading.at] !== '**') return base
  reading.at += 1
  const exponent = power(reading)
  return base === undefined || exponent === undefined ? undefined : base ** exponent
}

function unary(reading: Reading): number | undefined {
  const token = reading.tokens[reading.at]
  reading.at += 1
  if (typeof token === 'number') return token
  if (token === '(') {
    const value = binary(reading, 0)
    reading.at += 1
    return reading.tokens[reading.at - 1] === ')' ? value : undefined
  }
  const value = token === '-' || token === '+' || token === '~' ? unary(reading) : undefined
  if (value === undefined) return undefined
  return token === '-' ? -value : token === '~' ? ~value : value
}

function applied(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return Math.trunc(left / right)
    case '%':
      return left % right
    case '<<':
      return left << right
    case '>>':
      return left >> right
    case '&':
      return left & right
    case '|':
      return left | right
    default:
      return left ^ right
  }
}
