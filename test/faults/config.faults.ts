import { CONFIG } from './operations.ts'
import { sweepOf } from './sweep.ts'

sweepOf(CONFIG)
