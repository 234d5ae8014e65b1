const MOST_VARIABLES = 20
const SAFE = /^[\w./~@:+,*?-]+$/

/**
 * The command line with the values of variables that it sets itself to plain words, also in a loop: `F=.env; cat "$F"`
 * becomes `F=.env; cat .env`. The result is only for looking at: it does not do exactly the same.
 */
export function withValues(command: string): string {
  if (!command.includes('$') || command.length > 65_536) return command
  let result = command
  for (const [name, value] of [...assigned(command), ...looped(command)].slice(0, MOST_VARIABLES)) {
    const use = new RegExp(`"\\$(?:${name}|\\{${name}\\})"|\\$(?:${name}(?!\\w)|\\{${name}\\})`, 'g')
    result = result.replace(use, () => value)
  }
  return result.length > 65_536 ? command : result
}

type Values = readonly (readonly [name: string, value: string])[]

function assigned(command: string): Values {
  return [
    ...command.matchAll(/(?:^|[\s;&|(])([A-Za-z_]\w{0,60})=(["']?)([^\s"';&|()]{1,500})\2(?=[\s;&|)]|$)/g),
  ].flatMap(([, name = '', , value = '']) => (SAFE.test(value) ? [[name, value] as const] : []))
}

function looped(command: string): Values {
  return [...command.matchAll(/\bfor\s{1,9}([A-Za-z_]\w{0,60})\s{1,9}in\s([^;\n]{1,1000})/g)].flatMap(
    ([, name = '', list = '']) => {
      const words = list.split(/\s+/).filter((word) => SAFE.test(word.replace(/^(["'])(.*)\1$/, '$2')))
      if (words.length === 0) return []
      const value = words.length === 1 ? (words[0] ?? '') : `{${words.join(',')}}`
      return [[name, value] as const]
    },
  )
}
