import { expect, test } from 'vitest'
import { stateFolder } from '../../src/runtime/src/state-folder.ts'

test.each([
  ['linux', { HOME: '/home/a' }, '/home/a/.local/state/hookpack'],
  ['darwin', { HOME: '/Users/a' }, '/Users/a/.local/state/hookpack'],
  ['linux', { HOME: '/home/a', XDG_STATE_HOME: '/state' }, '/state/hookpack'],
  ['linux', { HOME: '/home/a', XDG_STATE_HOME: 'state' }, '/home/a/.local/state/hookpack'],
  ['linux', { HOME: '/home/a', HOOKPACK_STATE_DIR: '/own' }, '/own'],
  ['linux', { HOME: '/home/a', HOOKPACK_STATE_DIR: 'own' }, ''],
  ['linux', {}, ''],
  ['linux', { HOME: 'a' }, ''],
  ['win32', { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, 'C:\\Users\\a\\AppData\\Local\\hookpack'],
  ['win32', { USERPROFILE: 'C:\\Users\\a' }, 'C:\\Users\\a\\AppData\\Local\\hookpack'],
  ['win32', {}, ''],
])('on %s with %j it is %j', (platform, env, folder) => {
  expect(stateFolder(env, platform)).toBe(folder)
})
