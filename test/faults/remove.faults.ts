import { REMOVE } from './operations.ts'
import { sweepOf } from './sweep.ts'

sweepOf(REMOVE, { bare: true })
