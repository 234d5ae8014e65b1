// A file of its own: what is required lies in the pack, and is loaded only for commands that may name such files.
export { readCommand } from '../../_shared/src/files/read-command.ts'
