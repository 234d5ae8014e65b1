import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  insideProject,
  type LinkReader,
  type PathRules,
  pathsOf,
} from '../../../src/runtime/src/kit/paths.ts'
import { newScratch } from './scratch.ts'

const posix: PathRules = { path: path.posix, home: () => '/home/user' }
const windows: PathRules = { path: path.win32 as typeof path.posix, home: () => 'C:\\Users\\user' }

function event(fields: object, cwd = '/home/user/project/sub') {
  return { hook_event_name: 'PreToolUse', cwd, ...fields }
}

describe('pathsOf', () => {
  test.each([
    ['an absolute path', '/etc/passwd', '/etc/passwd'],
    ['a relative path', 'a/b.txt', '/home/user/project/sub/a/b.txt'],
    ['a path that goes up', '../../x', '/home/user/x'],
    ['a path with dots inside', '/a/./b/../c', '/a/c'],
    ['the home folder', '~', '/home/user'],
    ['a path in the home folder', '~/x', '/home/user/x'],
    ['a name that begins like the home folder', '~x/y', '/home/user/project/sub/~x/y'],
    ['spaces around a path, as the client reads it', '  /etc/passwd ', '/etc/passwd'],
    ['spaces before a path in the home folder', ' ~/x', '/home/user/x'],
  ])('makes %s absolute', (_, given, expected) => {
    expect(pathsOf(event({ tool_input: { file_path: given } }), posix)).toEqual([expected])
  })

  test.each([
    ['a drive', 'D:\\x\\y', 'D:\\x\\y'],
    ['a drive with slashes', 'd:/x/../y', 'd:\\y'],
    ['a relative path', 'a/b', 'C:\\project\\a\\b'],
    ['the root of the drive', '\\x', 'C:\\x'],
    ['another folder of the same drive', 'C:x', 'C:\\project\\x'],
    ['a share', '\\\\server\\share\\x', '\\\\server\\share\\x'],
    ['a path as Git Bash writes it', '/c/Users/x', 'C:\\Users\\x'],
    ['the drive as Git Bash writes it', '/d', 'd:\\'],
    ['a path without limits', '\\\\?\\C:\\x\\y', 'C:\\x\\y'],
    ['a path of a device', '\\\\.\\C:\\x', 'C:\\x'],
    ['the home folder', '~\\x', 'C:\\Users\\user\\x'],
    ['the home folder with a slash', '~/x', 'C:\\Users\\user\\x'],
  ])('on Windows makes %s absolute', (_, given, expected) => {
    const [found] = pathsOf(event({ tool_input: { file_path: given } }, 'C:\\project'), windows)
    expect(found?.toLowerCase()).toBe(expected.toLowerCase())
  })

  test.each([
    ['a notebook', { tool_input: { notebook_path: '/n.ipynb' } }, ['/n.ipynb']],
    ['a search', { tool_input: { pattern: 'x', path: '/src' } }, ['/src']],
    ['a changed file', { hook_event_name: 'FileChanged', file_path: '/a' }, ['/a']],
    ['a changed folder', { hook_event_name: 'CwdChanged', old_cwd: '/a', new_cwd: '/b' }, ['/a', '/b']],
    ['a worktree', { hook_event_name: 'WorktreeRemove', worktree_path: '/w' }, ['/w']],
    ['an added folder', { hook_event_name: 'DirectoryAdded', directory: '/d' }, ['/d']],
    [
      'a batch, each once',
      {
        hook_event_name: 'PostToolBatch',
        tool_calls: [
          { tool_name: 'Write', tool_input: { file_path: 'a' } },
          { tool_name: 'Read', tool_input: { file_path: './a' } },
          { tool_name: 'Bash', tool_input: { command: 'ls' } },
          { tool_name: 'Read', tool_input: { file_path: '~/b' } },
        ],
      },
      ['/home/user/project/sub/a', '/home/user/b'],
    ],
    ['no path', { tool_input: { command: 'cat /etc/passwd' } }, []],
    ['fields of other types', { tool_input: { file_path: 3, path: '' }, tool_calls: 'x' }, []],
  ])('finds the paths of %s', (_, fields, expected) => {
    expect(pathsOf(event(fields), posix)).toEqual(expected)
  })
})

describe('insideProject', () => {
  const folder = newScratch()
  const project = path.join(folder, 'project')
  const outside = path.join(folder, 'outside')
  mkdirSync(path.join(project, 'src', 'deep'), { recursive: true })
  mkdirSync(path.join(outside, 'deep'), { recursive: true })
  mkdirSync(path.join(folder, 'project-two'))
  writeFileSync(path.join(project, 'file'), '')
  writeFileSync(path.join(outside, 'secret'), '')
  const link = (name: string, target: string) => symlinkSync(target, path.join(project, name))
  link('out', outside)
  link('out-file', path.join(outside, 'secret'))
  link('in', path.join(project, 'src'))
  link('in-relative', 'src/deep')
  link('dangling-out', path.join(outside, 'new.txt'))
  link('dangling-relative', '../outside/new.txt')
  link('dangling-in', 'src/new.txt')
  link('to-dangling', 'dangling-out')
  link('circle', 'circle')
  symlinkSync(project, path.join(folder, 'by-another-name'))

  test.each([
    ['the project folder', project, true],
    ['a file', path.join(project, 'file'), true],
    ['a file that does not exist yet', path.join(project, 'src/new/newer.ts'), true],
    ['a relative path', 'src/x', true],
    ['a relative path that goes up', '../outside/secret', false],
    ['the folder above', folder, false],
    ['a folder whose name begins the same', path.join(folder, 'project-two/x'), false],
    ['a file below a file', path.join(project, 'file/x'), true],
    ['a folder named with dots', path.join(project, '..x'), true],
    ['a file behind a link out of the project', path.join(project, 'out/secret'), false],
    ['a new file behind a link out of the project', path.join(project, 'out/deep/new/x'), false],
    ['a link to a file outside', path.join(project, 'out-file'), false],
    ['a link that stays inside', path.join(project, 'in/x'), true],
    ['a relative link that stays inside', path.join(project, 'in-relative/new'), true],
    ['a link to a file outside that does not exist yet', path.join(project, 'dangling-out'), false],
    ['a relative link to such a file', path.join(project, 'dangling-relative'), false],
    ['a link to such a link', path.join(project, 'to-dangling'), false],
    ['a link to a file inside that does not exist yet', path.join(project, 'dangling-in'), true],
    ['a link to itself', path.join(project, 'circle/x'), false],
    ['the parent of what a link leads to', `${project}/out/../file`, false],
    ['a way out and back by names', `${project}/src/../file`, true],
    ['the project by another name', path.join(folder, 'by-another-name/src/x'), true],
    ['a path with a zero byte', `${project}/a\0b`, false],
    ['a path that is too long for any system', `${project}/${'a'.repeat(5000)}`, false],
    ['a path of many folders that are not there', `${project}${'/a'.repeat(1500)}`, true],
    ['a path of a million folders', `${project}${'/a'.repeat(1e6)}`, false],
  ])('judges %s', (_, file, expected) => {
    expect(insideProject(file, project)).toBe(expected)
  })

  test('judges a project whose own path has a link in it', () => {
    expect(insideProject(path.join(project, 'src/x'), path.join(folder, 'by-another-name'))).toBe(true)
    expect(insideProject(path.join(outside, 'secret'), path.join(folder, 'by-another-name'))).toBe(false)
  })

  const missing = () => {
    throw Object.assign(new Error('not there'), { code: 'ENOENT' })
  }
  // C:\project, with a junction `out` to D:\outside.
  const onWindows: LinkReader = {
    path: path.win32 as typeof path.posix,
    realpath: (file) => {
      const plain = path.win32.normalize(file).toLowerCase()
      if (['c:\\', 'd:\\', 'd:\\outside', 'c:\\project', 'c:\\project\\src'].includes(plain)) return file
      return plain === 'c:\\project\\out' ? 'D:\\outside' : missing()
    },
    readlink: missing,
  }

  test.each([
    ['C:\\project\\src\\new.ts', true],
    ['c:\\PROJECT\\src', true],
    ['C:/project/src', true],
    ['src\\new.ts', true],
    ['C:\\project\\..\\x', false],
    ['C:\\project2\\x', false],
    ['C:\\x', false],
    ['D:\\project\\x', false],
    ['C:\\project\\out\\new.ts', false],
    ['\\\\server\\share\\project\\x', false],
    ['\\\\.\\pipe\\x', false],
  ])('on Windows judges %s', (file, expected) => {
    expect(insideProject(file, 'C:\\project', onWindows)).toBe(expected)
  })

  test('a folder that nobody may look into cannot be judged, and is outside', () => {
    const refused: LinkReader = {
      path: path.posix,
      realpath: (file) => {
        if (file.length <= '/project'.length) return file
        throw Object.assign(new Error('refused'), { code: 'EACCES' })
      },
      readlink: missing,
    }
    expect(insideProject('/project/closed/x', '/project', refused)).toBe(false)
  })
})
