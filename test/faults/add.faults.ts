import { ADD } from './operations.ts'
import { sweepOf } from './sweep.ts'

sweepOf(ADD, { bare: true })
