import { allValues, any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import type { Call } from '../shell/call.ts'
import { has, shown, Taint, type Text } from '../shell/text.ts'
import { isOwnHost } from './hosts.ts'
import type { Found, Rule } from './rule.ts'
import { tableRules } from './table.ts'

const SAFER = 'take packages from the usual index, over https'

function found(rule: string, harm: string, safer = SAFER): Found {
  return { group: 'remote', rule, verdict: 'ask', harm, safer }
}

// Whoever sits on the way can put other code into what comes unencrypted.
function isOpenAddress({ text }: Text): boolean {
  return /^(?:git\+)?http:\/\//i.test(text) && !isOwnHost(text)
}

function fromOpen(address: Text): Found {
  return found('open-registry', `takes code from ${shown(address.text)}, which comes unencrypted`)
}

const NPM = spec(
  'registry= prefix= C: w: workspace= filter= F: cwd= tag= userconfig= loglevel= g global save-dev D',
)
const INSTALLS = /^(?:i|in|install|add|ci|update|up|upgrade|exec|x|dlx|create|init)$/

function npm(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, NPM)
  const [verb, ...rest] = parsed.rest
  const registry = allValues(parsed, 'registry').find(isOpenAddress)
  if (registry) return fromOpen(registry)
  if (/^(?:config|c|set)$/.test(verb?.text ?? '')) return npmSetting(rest)
  const removes = /^(?:uninstall|un|unlink|remove|rm|r)$/.test(verb?.text ?? '') && any(parsed, 'g', 'global')
  if (removes && rest.some(({ text }) => text === 'npm')) return ofItself('npm')
  if (!INSTALLS.test(verb?.text ?? '')) return undefined
  const address = rest.find(isOpenAddress)
  if (address) return fromOpen(address)
  return /^(?:exec|x|dlx)$/.test(verb?.text ?? '') ? runsAddress(rest[0]) : undefined
}

// `npm config set registry address`, also as `registry=address`.
function npmSetting(words: readonly Text[]): Found | undefined {
  const rest = words.filter(({ text }) => !/^(?:set|--location=\w+)$/.test(text))
  for (const [at, word] of rest.entries()) {
    const [name = '', own] = word.text.split(/=(.*)/s)
    const value = own ?? rest[at + 1]?.text ?? ''
    if (
      /(?:^|:)(?:registry|npmRegistryServer|https?-?proxy)$/i.test(name) &&
      isOpenAddress({ ...word, text: value })
    )
      return fromOpen({ ...word, text: value })
    if (/^(?:strict-?ssl|enableStrictSsl|ignore-scripts)$/i.test(name) && /^(?:false|0|null)$/.test(value))
      return found(
        'weak-registry',
        `switches ${shown(name)} off for every later installation`,
        'leave the settings of the package manager alone',
      )
  }
  return undefined
}

function runsAddress(word: Text | undefined): Found | undefined {
  return word && /^https?:\/\//i.test(word.text) && !isOwnHost(word.text)
    ? found('run-address', `runs a program straight from ${shown(word.text)}`, 'look at the package first')
    : undefined
}

function npx(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('p: package= c: y yes q quiet registry='), true)
  const address = allValues(parsed, 'registry').find(isOpenAddress)
  if (address) return fromOpen(address)
  return [...allValues(parsed, 'p', 'package'), parsed.rest[0]].map(runsAddress).find(Boolean)
}

const PIP = spec(
  'i: r: c: e: t: f: index-url= extra-index-url= find-links= requirement= constraint= target= trusted-host= proxy= default-index= index= y yes',
)

function pip(call: Call): Found | undefined {
  const words = call.name === 'uv' ? call.args.filter(({ text }, at) => at > 0 || text !== 'pip') : call.args
  const parsed = parseOptions(words, PIP)
  const [verb, ...rest] = parsed.rest
  const index = allValues(
    parsed,
    'i',
    'index-url',
    'extra-index-url',
    'f',
    'find-links',
    'default-index',
    'index',
  )
  if (/^(?:install|download|wheel|add|sync|run)$/.test(verb?.text ?? '')) {
    // What stands behind `run` is for the program.
    const packages = verb?.text === 'run' ? [] : rest.map(behindName)
    const address = [...index, ...packages].find(isOpenAddress)
    return address && fromOpen(address)
  }
  if (verb?.text === 'config' && rest[0]?.text === 'set') {
    const address = rest.slice(1).find(isOpenAddress)
    return address && fromOpen(address)
  }
  const all = [...rest, ...allValues(parsed, 'r', 'requirement')]
  if (verb?.text === 'uninstall' && all.some((word) => has(word, Taint.all)))
    return essential('every package')
  const itself = verb?.text === 'uninstall' && rest.some(({ text }) => text === 'pip')
  return itself ? ofItself('pip') : undefined
}

// `name @ address`
function behindName(word: Text): Text {
  return { ...word, text: word.text.replace(/^[\w.[\],-]+\s*@\s*/, '') }
}

function ofItself(name: string): Found {
  return essential(name)
}

function essential(name: string): Found {
  return {
    group: 'system',
    rule: 'essential-package',
    verdict: 'ask',
    harm: `removes ${shown(name)}, which much else needs`,
    safer: 'remove the package that is meant, by name',
  }
}

// Packages without which a system does not start, cannot be logged in to, or cannot install anything again.
const ESSENTIAL =
  /^(?:(?:lib)?c6|glibc(?:-\w+)?|musl|libstdc\+\+6?|bash|dash|zsh|coreutils|busybox|util-linux|base(?:-files|-passwd|-devel)?|filesystem|systemd(?:-\w+)?|init|sysvinit\S*|openrc|login|sudo|shadow|passwd|apt|dpkg|rpm|yum|dnf|pacman|apk-tools|zypper|python3?(?:-minimal)?|perl(?:-base)?|openssl|libssl\S*|ca-certificates|openssh-server|grub\S*|linux|kernel(?:-\w+)?|linux-(?:image|generic|headers|lts)\S*|network-manager|networkmanager|e2fsprogs|mount|tar|gzip)$/i
const REMOVES =
  /^(?:remove|purge|erase|rm|del|delete|autoremove|uninstall|un|-[RPre]\w*|--(?:remove|purge|erase)|full-remove)$/

function removesEssential(call: Call): Found | undefined {
  const words = call.args.map(({ text }) => text)
  if (!words.some((word) => REMOVES.test(word))) return undefined
  if (
    words.some((word) =>
      /^(?:-s|--simulate|--dry-run|--just-print|--no-act|--recon|-p|--print|--test)$/.test(word),
    )
  )
    return undefined
  if (call.args.some((arg) => has(arg, Taint.all) || /^(?:\.?\*|\^)$/.test(arg.text)))
    return essential('every package')
  const name = words.find((word) => !word.startsWith('-') && ESSENTIAL.test(word.replace(/[:=].*$/, '')))
  return name === undefined ? undefined : essential(name)
}

function brew(call: Call): Found | undefined {
  const [verb] = call.args.filter(({ text }) => !text.startsWith('-'))
  if (!/^(?:uninstall|remove|rm)$/.test(verb?.text ?? '')) return undefined
  if (call.args.some((arg) => has(arg, Taint.all))) return essential('every package')
  const name = call.args.find(({ text }) => ESSENTIAL.test(text.replace(/@.*$/, '')))
  return name && call.args.some(({ text }) => text === '--ignore-dependencies')
    ? essential(name.text)
    : undefined
}

const TOOLS = tableRules({
  group: 'system',
  harm: 'removes a whole set of tools with everything installed for them',
  safer: 'remove the one thing that is meant, by name',
  tools: [
    { programs: 'rustup', rows: [['ask', 'self uninstall']] },
    {
      programs: 'conda mamba micromamba',
      options: 'n: p: name= prefix=',
      rows: [['ask', 'env remove -n=base|--name=base']],
    },
    { programs: 'flatpak', rows: [['ask', 'uninstall|remove --all']] },
  ],
})

/** Packages of languages and of the system: where they come from, and those that may not go. */
export const part: Part = {
  rules: [
    { programs: 'npm pnpm yarn bun', check: npm },
    { programs: 'npx bunx pnpx', check: npx },
    { programs: 'pip pip3 uv pipx', check: pip },
    {
      programs: 'apt apt-get aptitude dpkg yum dnf microdnf rpm pacman yay apk zypper',
      check: removesEssential,
    },
    { programs: 'brew', check: brew },
    ...TOOLS,
  ] satisfies readonly Rule[],
}
