/** A search with another year. */
export interface Changed {
  readonly query: string
  readonly old: number
  readonly now: number
}

const MOST_QUERY = 1000

/** Words of somebody who wants what is current. */
const CURRENT =
  /\b(?:latest|newest|current(?:ly)?|recent(?:ly)?|up[- ]to[- ]date|modern|today|best|top|state of the art|documentation|docs|release notes|changelog)\b/i

/** Words that say that a year is meant as it stands: before it, and anywhere in the search. */
const MEANT_BEFORE =
  /\b(?:in|since|from|before|after|until|till|between|by|of|during|early|mid|late|circa|and|to|vs\.?|through|q[1-4]|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|windows server|visual studio|sql server|exchange|sharepoint|office|autocad|ecmascript|edition|copyright)[ ,]*$/i
const MEANT =
  /\b(?:histor(?:y|ical)|archive[ds]?|retrospective|election|incident|breach|outage|comparison|compared|versus|vs\.?)\b|CVE-/i

/** The search with the current year for a stale one; undefined when it has none, or means the one that it has. */
export function currentQuery(query: string, now: number, staleYears: number): Changed | undefined {
  if (query.length > MOST_QUERY || !CURRENT.test(query) || MEANT.test(query)) return undefined
  const years = [...query.matchAll(/(?<![\w.:/"'#$-])(?:19|20)\d\d(?![\w:/"'%-]|\.\d)/g)]
  const [found] = years
  // With two years somebody compares, or names a span.
  if (found === undefined || years.length > 1) return undefined
  const old = Number(found[0])
  if (old >= now || old < now - staleYears || MEANT_BEFORE.test(query.slice(0, found.index))) return undefined
  return { query: `${query.slice(0, found.index)}${now}${query.slice(found.index + 4)}`, old, now }
}
