/** The client cuts the names of its folders somewhere beyond this, and adds a hash. */
const CERTAIN = 150

/** True when the client's folder for transcripts may be that of a session in `project` or below it; its name loses letters. */
export function mayHold(folder: string, project: string): boolean {
  const name = project.replace(/[^a-zA-Z0-9]/g, '-').slice(0, CERTAIN)
  return folder === name || folder.startsWith(name.length < CERTAIN ? `${name}-` : name)
}

/** True for a folder that is the project's or in it. */
export function isWithin(project: string, folder: string): boolean {
  if (folder === project) return true
  return [`${project}/`, `${project}\\`].some((start) => folder.startsWith(start))
}
