import { describe, expect, it } from 'vitest'
import { desktopCommand, desktopOf, whyUnseen } from '../../_shared/src/notice/desktop.ts'
import { NASTY } from './scratch.ts'

describe('the desktop', () => {
  it.each([
    ['darwin', {}, 'macos'],
    ['win32', {}, 'windows'],
    ['linux', {}, 'linux'],
    ['linux', { WSL_DISTRO_NAME: 'Ubuntu' }, 'wsl'],
    ['linux', { WSL_INTEROP: '/run/WSL/1_interop' }, 'wsl'],
    ['freebsd', {}, 'linux'],
  ] as const)('on %s with %j is that of %s', (platform, env, expected) => {
    expect(desktopOf(platform, env)).toBe(expected)
  })

  it.each([
    ['linux', {}, /there is no desktop \(DISPLAY, WAYLAND_DISPLAY, DBUS_SESSION_BUS_ADDRESS are not set\)/],
    ['linux', { DISPLAY: ':0' }, undefined],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, undefined],
    ['linux', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' }, undefined],
    ['linux', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x', SSH_CONNECTION: '1' }, /there is no desktop/],
    ['linux', { DISPLAY: 'localhost:10.0', SSH_CONNECTION: '1' }, undefined],
    ['macos', {}, undefined],
    ['macos', { SSH_TTY: '/dev/ttys001' }, /SSH session/],
    ['windows', {}, undefined],
    ['wsl', {}, undefined],
  ] as const)('%s with %j: unseen %s', (desktop, env, expected) => {
    const why = whyUnseen(desktop, env)
    if (expected === undefined) expect(why).toBeUndefined()
    else expect(why).toMatch(expected)
  })
})

describe('the command', () => {
  it('on macOS hands both texts to a constant script as arguments', () => {
    expect(desktopCommand('macos', NASTY, false)).toMatchObject({
      programs: ['/usr/bin/osascript'],
      args: [
        ...['-e', 'on run argv'],
        ...['-e', 'display notification (item 3 of argv) with title (item 2 of argv)'],
        ...['-e', 'end run'],
        ...['notify', NASTY.title, NASTY.body],
      ],
      env: {},
    })
  })

  it('on macOS names a sound when one is asked for', () => {
    expect(desktopCommand('macos', NASTY, true).args[3]).toMatch(/ sound name "Glass"$/)
  })

  it('on Linux puts both texts behind --, the body safe from markup and backslashes', () => {
    expect(desktopCommand('linux', NASTY, false)).toMatchObject({
      programs: ['notify-send'],
      args: [
        '--app-name=Claude Code',
        '--',
        '-e $(id) "q"',
        `Finished: '; rm -rf ~ &amp; &lt;b&gt;\\\\n&lt;/b&gt; %PATH% \`id\` $HOME`,
      ],
    })
    expect(desktopCommand('linux', NASTY, true).args).toContain(
      '--hint=string:sound-name:message-new-instant',
    )
  })

  it('on Windows is the same script for every text; the texts are variables', () => {
    const command = desktopCommand('windows', NASTY, false)
    const other = desktopCommand('windows', { ...NASTY, title: 'a', body: 'b' }, false)
    expect(command.args).toEqual(other.args)
    expect(command.args.slice(0, 3)).toEqual(['-NoProfile', '-NonInteractive', '-Command'])
    expect(command.args[3]).not.toContain('"')
    expect(command.args[3]).toContain("SetAttribute('silent', 'true')")
    expect(command.env).toEqual({ HOOKPACK_TITLE: NASTY.title, HOOKPACK_BODY: NASTY.body })
    expect(command.programs).toEqual(['%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'])
  })

  it('on Windows leaves the sound to the system when one is asked for', () => {
    expect(desktopCommand('windows', NASTY, true).args[3]).not.toContain('silent')
  })

  it('under WSL lets the two variables cross', () => {
    const command = desktopCommand('wsl', NASTY, false)
    expect(command.env['WSLENV']).toBe('HOOKPACK_TITLE:HOOKPACK_BODY')
    expect(command.programs[0]).toBe('powershell.exe')
  })
})
