import { expect, test } from 'vitest'
import { npmProgram } from '../../src/io/npm.ts'

const PATH = 'C:\\Windows;C:\\Program Files\\nodejs;C:\\tools'
const node = 'C:\\Program Files\\nodejs'

function onWindows(...files: string[]): readonly string[] {
  return npmProgram({ Path: PATH }, { platform: 'win32', isThere: (file) => files.includes(file) })
}

test('npm is started by its name where that is a program', () => {
  expect(npmProgram({ PATH: '/usr/bin' }, { platform: 'linux', isThere: () => false })).toEqual(['npm'])
})

test('on Windows the script behind the batch file is started, so that no shell reads the arguments', () => {
  const script = `${node}\\node_modules\\npm\\bin\\npm-cli.js`
  expect(onWindows(`${node}\\npm.cmd`, script)).toEqual([process.execPath, script])
})

test('on Windows a program called npm is started as it is', () => {
  expect(onWindows('C:\\tools\\npm.exe')).toEqual(['C:\\tools\\npm.exe'])
})

test('a batch file without npm behind it is not started', () => {
  expect(() => onWindows(`${node}\\npm.cmd`)).toThrow('there is no `npm` on the PATH')
})
