import { RECOVERIES } from './operations.ts'
import { sweepOf } from './sweep.ts'

for (const operation of RECOVERIES) sweepOf(operation)
