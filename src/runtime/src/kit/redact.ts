export { redact } from '../log/redact.ts'
