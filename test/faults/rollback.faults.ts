import { ROLLBACK } from './operations.ts'
import { sweepOf } from './sweep.ts'

sweepOf(ROLLBACK)
