'use strict'

/**
 * Called for every {{event}}{{of}}. `decide` has what this event can decide; returning nothing is no opinion.
 * Reasons are read by the model: say what to do instead.
 */
module.exports = function check(event, decide, { options }) {
  const phrase = String(options.phrase)
  const text = {{scriptText}}
  if (!text.includes(phrase)) return undefined
  return {{scriptDecision}}
}
