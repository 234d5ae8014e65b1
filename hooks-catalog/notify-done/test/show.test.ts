import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { notify, scratch } from './scratch.ts'

// A stand-in for notify-send on PATH; the other desktops' commands are checked as values in desktop.test.ts.
describe.skipIf(process.platform !== 'linux')('a Linux desktop', () => {
  let folder = ''
  const fake = (script: string) =>
    fs.writeFileSync(path.join(folder, 'notify-send'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const got = () => fs.readFileSync(path.join(folder, 'got'), 'utf8').split('\n').slice(0, -1)

  beforeEach(() => {
    folder = scratch()
    vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`)
    vi.stubEnv('HOOKPACK_STATE_DIR', path.join(folder, 'state'))
    vi.stubEnv('DISPLAY', ':0')
    for (const name of ['SSH_CONNECTION', 'SSH_TTY', 'WSL_DISTRO_NAME', 'WSL_INTEROP'])
      vi.stubEnv(name, undefined)
    vi.stubEnv('ANTHROPIC_API_KEY', 'sk-secret')
  })
  afterEach(() => vi.unstubAllEnvs())

  it('shows a finished turn with the start of the last message', async () => {
    fake(`printf '%s\\n' "$@" > ${folder}/got`)
    await notify({ last_assistant_message: 'Done; $(touch owned)\n<b>"x"</b>' }, {})
    expect(got()).toEqual([
      '--app-name=Claude Code',
      '--',
      'Claude Code',
      'Finished in app: Done; $(touch owned) &lt;b&gt;"x"&lt;/b&gt;',
    ])
  })

  it('shows no message with message=off', async () => {
    fake(`printf '%s\\n' "$@" > ${folder}/got`)
    await notify({}, { message: 'off', title: 'Ready', sound: true })
    expect(got().slice(1)).toEqual([
      '--hint=string:sound-name:message-new-instant',
      '--',
      'Ready',
      'Finished in app',
    ])
  })

  it('does not hand on the keys of the session', async () => {
    fake(`/usr/bin/env > ${folder}/got`)
    await notify({}, {})
    expect(got()).toContain('DISPLAY=:0')
    expect(got().join()).not.toContain('secret')
  })

  it('does not run a notify-send from a relative folder of PATH', async () => {
    fake('exit 0')
    vi.stubEnv('PATH', path.relative(process.cwd(), folder))
    const decided = await notify({ session_id: folder }, {})
    expect(JSON.stringify(decided)).toContain(
      'notify-send is not installed (install the package libnotify-bin',
    )
  })

  it('that is not there is said once in a session, and notify-send is not started', async () => {
    fake(`touch ${folder}/got`)
    for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS']) vi.stubEnv(name, undefined)
    const told = { kind: 'tell', text: expect.stringMatching(/: there is no desktop .* Set via=webhook/) }
    const waiting = { hook_event_name: 'Notification', notification_type: 'idle_prompt', message: 'm' }
    expect(await notify({ ...waiting, session_id: folder }, {})).toBeUndefined()
    expect(await notify({ session_id: folder }, {})).toEqual(told)
    expect(await notify({ session_id: folder }, {})).toBeUndefined()
    expect(await notify({ session_id: `${folder} 2` }, {})).toEqual(told)
    expect(fs.existsSync(path.join(folder, 'got'))).toBe(false)
  })

  it('whose program fails is an error with the first line it printed', async () => {
    fake('echo "Cannot autolaunch D-Bus without X11" >&2; echo more >&2; exit 1')
    await expect(notify({}, {})).rejects.toThrow(
      /^notify-send failed \(exit status 1\): Cannot autolaunch D-Bus without X11$/,
    )
  })

  it('whose program hangs is stopped', async () => {
    fake('sleep 20')
    const begin = Date.now()
    await expect(notify({}, { timeoutSeconds: 0.3 })).rejects.toThrow(
      'notify-send did not end within 0.3 s and was stopped',
    )
    expect(Date.now() - begin).toBeLessThan(5000)
  })
})
