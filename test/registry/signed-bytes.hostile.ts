import { test } from 'vitest'
import { OVERSIZED, REPLAYED, SLOW, TAMPERED } from './attacks/bytes.ts'
import { sweep } from './attacks/scene.ts'

test('what is right for one pack is not taken for another', () => sweep('replayed', REPLAYED))
test('changed bytes are noticed before anybody reads them', () => sweep('tampered', TAMPERED))
test('answers end when they are longer than such a file can be', () => sweep('oversized', OVERSIZED))
test('answers that hardly come end in time', () => sweep('slow drip', SLOW))
