import { INSTALL } from './operations.ts'
import { sweepOf } from './sweep.ts'

sweepOf(INSTALL)
