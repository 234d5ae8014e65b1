import type { BashCommand } from '../../../src/runtime/src/kit/bash/view.ts'
import type { managerCall } from './managers.ts'

/** A way in which a command chooses a registry, or lets packages run scripts. */
export interface Choice {
  readonly kind: 'registries' | 'scripts'
  /** The word that does it. */
  readonly text: string
  /** The URL or host of a registry. */
  readonly host?: string
}

const REGISTRY_OPTIONS =
  /^(?:--registry|--index-url|--extra-index-url|--find-links|--index|--default-index|--trusted-host|--source|--clear-sources|--repository|--repository-url|-i|-f|-s)(?:=(.*))?$/s
const REGISTRY_VARIABLES =
  /^(?:npm_config_registry|yarn_npm_registry_server|yarn_registry|pip_index_url|pip_extra_index_url|pip_find_links|pip_trusted_host|uv_index_url|uv_extra_index_url|uv_default_index|uv_index|goproxy|gonosumdb|gonosumcheck|goinsecure|gosumdb|goflags|cargo_registries_\w+_index|bundle_mirror\w*)$/i
const SCRIPTS_ON =
  /^(?:--(?:config\.)?ignore-scripts=(?:false|0|no)|--no-ignore-scripts|--dangerously-allow-all-builds|--trust|--allow-scripts(?:=.*)?)$/

type Call = NonNullable<ReturnType<typeof managerCall>>

/** What the words of a package manager choose. `-i`, `-f` and `-s` mean a source only for pip and gem. */
export function choicesOf({ name, words }: Call): readonly Choice[] {
  const python = /^(?:pip|uv|uvx|pipx|pipenv|poetry|pdm)$/.test(name)
  const options = words.flatMap((word, at): readonly Choice[] => {
    if (SCRIPTS_ON.test(word)) return [{ kind: 'scripts', text: word }]
    const found = REGISTRY_OPTIONS.exec(word)
    if (!found || (/^-[if]$/.test(word) && !python) || (word === '-s' && name !== 'gem')) return []
    if (word === '--source' && !/^(?:gem|bundle)$/.test(name)) return []
    const value = found[1] ?? words[at + 1] ?? ''
    return /^[./~]/.test(value) && word !== '--index' ? [] : [{ kind: 'registries', text: word, host: value }]
  })
  return [...options, ...settingsOf({ name, words })]
}

function settingsOf({ name, words }: Call): readonly Choice[] {
  const plain = words.filter((word) => !word.startsWith('-'))
  const text = `${name} ${plain.slice(0, 3).join(' ')}`
  if (/^(?:pnpm approve-builds|bun pm trust|npm approve-scripts)/.test(text))
    return [{ kind: 'scripts', text }]
  const set = plain.indexOf('set')
  if (plain[0] !== 'config' && plain[0] !== 'set') return []
  const [key = '', value = ''] = plain
    .slice(set + 1)
    .flatMap((word) => word.split(/=(.*)/s).filter((part) => part !== ''))
  if (/ignore-scripts$|^enableScripts$/.test(key) && /^(?:false|true)$/.test(value))
    return (value === 'false') === /ignore/.test(key)
      ? [{ kind: 'scripts', text: `${text} ${value}`.trim() }]
      : []
  return /registry$|index-url$|npmRegistryServer$/i.test(key) && set >= 0
    ? [{ kind: 'registries', text, host: value }]
    : []
}

/** Registries that variables in front of the command, or exported, choose. */
export function variableChoices({ name, args, assignments }: BashCommand): readonly Choice[] {
  const exported = /^(?:export|declare|env)$/.test(name ?? '')
    ? args.map(({ text }) => /^(\w+)=(.*)$/s.exec(text))
    : []
  const all = [
    ...assignments.map(({ name: key, values }) => [key, values[0]?.text ?? ''] as const),
    ...exported.flatMap((found) => (found ? [[found[1] ?? '', found[2] ?? ''] as const] : [])),
  ]
  return all.flatMap(([key, value]): readonly Choice[] => {
    if (/^npm_config_ignore_scripts$/i.test(key) && /^(?:false|0)$/.test(value))
      return [{ kind: 'scripts', text: `${key}=${value}` }]
    if (/^goflags$/i.test(key) && !/insecure/.test(value)) return []
    if (/^(?:goproxy|gosumdb)$/i.test(key) && value === 'direct') return []
    return REGISTRY_VARIABLES.test(key) ? [{ kind: 'registries', text: key, host: value }] : []
  })
}

/** The host of a registry, and whether it is reached without encryption. */
export function hostOf(value: string): { readonly host: string; readonly plain: boolean } {
  const url = value.replace(/^(?:sparse|git)\+/, '').split(/[,|]/)[0] ?? ''
  if (!URL.canParse(url)) return { host: url.replace(/\/.*$/s, '').toLowerCase(), plain: false }
  const { hostname, protocol } = new URL(url)
  return { host: hostname || url, plain: protocol === 'http:' }
}
