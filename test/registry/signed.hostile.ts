import { test } from 'vitest'
import { FREEZE, MIX, ROLLBACK } from './attacks/older.ts'
import { sweep } from './attacks/scene.ts'
import { OTHER_KEYS, ROOTS, STRIPPED } from './attacks/signatures.ts'

test('what was right before is not taken in the place of what is right now', () =>
  sweep('rollback', ROLLBACK))
test('a registry that stands still is noticed', () => sweep('freeze', FREEZE))
test('parts of two states are not taken together', () => sweep('mix and match', MIX))
test('what was signed has to stay signed', () => sweep('stripped signatures', STRIPPED))
test('it has to be signed by the same people', () => sweep('other keys', OTHER_KEYS))
test('a new root has to follow from the one before', () => sweep('roots', ROOTS))
