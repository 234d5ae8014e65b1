/** Whether a filter for jq reads nothing but its input: not the environment, not other files. */
export function isHarmlessJq(filter: string): boolean {
  // `\(` in a text begins code, `\u` a character by its number; names cannot be written in any other way.
  return !/env|\$__|import|include|input_filename|modulemeta|get_search_list|debug|stderr|halt|input_line|getpath\s*\(\s*\[\s*"?\$/i.test(
    filter,
  )
}
