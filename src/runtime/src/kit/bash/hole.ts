/** Stands in a text for a part that only the shell knows at run time. */
export const HOLE = '\uE000'
