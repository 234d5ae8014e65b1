/** The rule of a guard that has decided, and the part of the input that it was about. */
export interface Verdict {
  readonly pack: string
  /** `group/rule`. */
  readonly rule: string
  readonly part: string
  /** Where the part stands in the text that was judged, counted from 1; absent where it was worked out from it. */
  readonly at?: { readonly from: number; readonly to: number; readonly of: number }
}

/** How guards that have rules begin a reason: the pack, the rule, and the part in backquotes. */
const REASON = /^(\S+) \(([a-z0-9-]+\/[a-z0-9-]+)\): `(.+?)` /gm

/** The verdicts of these packs in a reason, in their order. `judged`: the text that they were about. */
export function verdictsIn(
  reason: string,
  packs: readonly string[],
  judged: string | undefined,
): readonly Verdict[] {
  return [...reason.matchAll(REASON)].flatMap(([, pack = '', rule = '', part = '']) => {
    if (!packs.includes(pack)) return []
    const from = judged?.indexOf(part) ?? -1
    const at = { from: from + 1, to: from + part.length, of: judged?.length ?? 0 }
    return [{ pack, rule, part, ...(from === -1 ? {} : { at }) }]
  })
}
