import { debounce, oncePerSession } from '../../../src/runtime/src/kit/limits.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { show } from '../../_shared/src/notice/show.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import { REMOTE, requestFor } from './chat.ts'
import { type Heard, isQuiet, occasionOf, sameThing } from './occasion.ts'
import { type Channel, type Options, readOptions } from './options.ts'
import { post } from './post.ts'
import { play } from './sound.ts'
import { sequenceFor, terminalOf, writeToTerminal } from './terminal.ts'
import { noteFor } from './text.ts'
import { beginTurn, secondsOfTurn } from './turn.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What a channel is told about and with. */
interface Telling {
  readonly event: Heard
  readonly options: Options
  readonly projectDir: string
  readonly env: Env
  readonly seconds: number | undefined
}

/** Tells the user on all channels. Throws what did not work; what is not set is said once in a session. */
const handler: Handler<Heard['hook_event_name']> = async (
  event,
  decide,
  { options: raw, projectDir, env },
) => {
  const options = readOptions(raw)
  const now = new Date()
  if (event.hook_event_name === 'UserPromptSubmit') return beginTurn(event, now.getTime())
  const seconds = event.hook_event_name === 'Stop' ? secondsOfTurn(event, now.getTime()) : undefined
  if (!isToTell(event, options, { now, seconds })) return
  const telling: Telling = { event, options, projectDir, env, seconds }
  // The desktop's program is waited for without letting anything else go on, so it comes last.
  const others = options.channels.filter((channel) => channel !== 'desktop')
  const problems = await Promise.all(others.map((channel) => problemOf(channel, telling)))
  if (others.length < options.channels.length) problems.push(await problemOf('desktop', telling))
  const found = problems.filter((problem) => problem !== undefined)
  const broken = found.filter(({ unset }) => !unset)
  const unset = found.filter((one) => one.unset && oncePerSession(placeOf(event), one.text))
  const text = [...broken, ...unset].map((one) => one.text).join('; ')
  if (text === '') return
  // The client shows nothing of a hook in the background that fails; what has to be set up is worth a line.
  if (event.hook_event_name === 'Stop' && broken.length === 0 && 'tell' in decide) {
    const { tell } = decide as { tell: (text: string) => never }
    return tell(`notify: ${text} (said once in a session)`)
  }
  throw new Error(text)
}

const placeOf = (event: Heard) => ({ event, name: 'notify' })

function isToTell(
  event: Heard,
  options: Options,
  { now, seconds }: { readonly now: Date; readonly seconds: number | undefined },
): boolean {
  const occasion = occasionOf(event, options)
  if (occasion === undefined || options.channels.length === 0) return false
  if (isQuiet(options.quietHours, now.getHours() * 60 + now.getMinutes())) return false
  if (seconds !== undefined && seconds < options.minTurnSeconds) return false
  if (options.dedupeSeconds === 0) return true
  return debounce(placeOf(event), sameThing(event, occasion), options.dedupeSeconds * 1000)
}

/** Why a channel could not tell, and whether that is because something is not set. */
interface Problem {
  readonly text: string
  readonly unset: boolean
}

async function problemOf(channel: Channel, telling: Telling): Promise<Problem | undefined> {
  const { event, options, projectDir, env, seconds } = telling
  const quoting = options.message === 'short' || (options.message === 'auto' && !REMOTE.includes(channel))
  const { title, messageLength } = options
  const note = noteFor(event, { title, messageLength, quoting, projectDir, seconds })
  const because = (error: unknown, unset: boolean): Problem => ({
    text: `${channel}: ${oneLine((error as Error).message, 300)}`,
    unset,
  })
  if (!REMOTE.includes(channel)) {
    return here(channel, note, telling).then(
      (unseen) => (unseen === undefined ? undefined : because(new Error(unseen), true)),
      (error) => because(error, false),
    )
  }
  let request: ReturnType<typeof requestFor>
  try {
    request = requestFor(channel, note, { options, env })
  } catch (error) {
    return because(error, true)
  }
  return post(request, options.timeoutSeconds).then(
    () => undefined,
    (error) => because(error, false),
  )
}

/** Tells on this machine. Gives why it has no desktop to tell it on, if so. */
async function here(
  channel: Channel,
  note: ReturnType<typeof noteFor>,
  { options: { soundFile, timeoutSeconds }, env }: Telling,
): Promise<string | undefined> {
  if (channel === 'bell' || channel === 'osc') {
    writeToTerminal(await terminalOf(env), sequenceFor(channel, note, env))
  } else if (channel === 'sound') {
    await play(soundFile, { env, seconds: timeoutSeconds })
  } else {
    return show(note, { sound: false, seconds: timeoutSeconds })
  }
  return undefined
}

export default handler
