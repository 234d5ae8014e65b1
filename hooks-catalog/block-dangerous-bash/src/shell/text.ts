import { HOLE } from '../../../../src/runtime/src/kit/bash/hole.ts'

export { shown } from '../../../../src/runtime/src/kit/bash/text.ts'
export { HOLE }

/** Where a text comes from; combined as bits. */
export const Taint = {
  none: 0,
  download: 1,
  decoded: 2,
  secret: 4,
  local: 8,
  given: 16,
  shell: 32,
  terminal: 64,
  /** Some of its letters are written as numbers. */
  disguised: 128,
  /** A whole folder in one file. */
  archive: 256,
  /** Stands for everything below the path. */
  tree: 512,
  /** Names or numbers of all processes or packages there are, from which nothing has been chosen. */
  all: 1024,
  /** What somebody writes into a pipe with a name. */
  pipe: 2048,
  /** A variable whose name says that it holds a token, a key or a password. */
  token: 4096,
  /** One whose name says where it belongs as well. */
  credential: 8192,
  /** Everything that a database, an image or a network card gives. */
  dump: 16384,
  /** It never ends. */
  endless: 32768,
  /** A variable whose name says that it stands for what people work with. */
  production: 65536,
  /** A token that a client of a cloud gives out for other programs. */
  issued: 131072,
  /** What an infrastructure tool remembers, passwords among it. */
  state: 262144,
  /** Numbers of all processes that one runtime of a language runs. */
  runtime: 524288,
} as const

/** A text as the guard knows it: literal characters, holes, and its origin. */
export interface Text {
  readonly text: string
  readonly taints: number
}

/** Standard input where the line connects nothing to it. */
export const TERMINAL: Text = { text: HOLE, taints: Taint.terminal }

const LONGEST_TEXT = 65_536

/** A text that is known to the last character. */
export function known(text: string, taints: number = Taint.none): Text {
  return text.length > LONGEST_TEXT ? unknown(taints) : { text, taints }
}

/** A text of which nothing is known but its origin. */
export function unknown(taints: number = Taint.none): Text {
  return { text: HOLE, taints }
}

/** The texts one after another. */
export function join(texts: readonly Text[], separator = ''): Text {
  const [first] = texts
  if (texts.length === 1 && first) return first
  return known(texts.map((text) => text.text).join(separator), taintsOf(texts))
}

/** All origins of the texts together. */
export function taintsOf(texts: readonly Text[]): number {
  return texts.reduce<number>((taints, text) => taints | text.taints, Taint.none)
}

/** Whether no character of the text is open. */
export function isKnown(text: Text): boolean {
  return !text.text.includes(HOLE)
}

/** Whether the text has one of the origins. */
export function has(text: Text, taint: number): boolean {
  return (text.taints & taint) !== 0
}
