import { UPDATE } from './operations.ts'
import { sweepOf } from './sweep.ts'

sweepOf(UPDATE)
