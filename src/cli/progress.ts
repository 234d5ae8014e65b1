/** Tells a person at a terminal that something takes longer; nobody else hears of it. */
export interface Progress {
  /** Something begins that may take long. */
  readonly begin: (what: string) => void
  /** What is being done now. */
  readonly step: (what: string) => void
  /** A person is asked something, or has answered: waiting for them is no work. */
  readonly pause: (paused: boolean) => void
  readonly end: () => void
}

/** What is told of it, and to whom. */
export interface Teller {
  readonly isTerminal: () => boolean
  /** Writes a line that is not data. */
  readonly say: (line: string) => void
  readonly now: () => number
}

/** Milliseconds that nobody minds. */
const PATIENCE = 500
/** Milliseconds between two lines: each stays where it is, so that it can be read, and read aloud. */
const BETWEEN = 3000

/** One line once something has taken half a second, and more while it goes on. Plain lines: nothing is animated. */
export function newProgress({ isTerminal, say, now }: Teller): Progress {
  let timer: NodeJS.Timeout | undefined
  let current = ''
  let since = 0
  const wait = (ms: number): void => {
    clearTimeout(timer)
    // What waits here must not keep the process from ending.
    timer = setTimeout(tell, ms).unref()
  }
  const tell = (): void => {
    // Asked only now: finding out costs a tenth of a start.
    if (!isTerminal()) return
    const seconds = Math.round((now() - since) / 1000)
    say(`${current} …${seconds > 1 ? ` (${seconds} s)` : ''}`)
    wait(BETWEEN)
  }
  return {
    begin: (what) => {
      current = what
      since = now()
      wait(PATIENCE)
    },
    step: (what) => {
      current = what
    },
    pause: (paused) => {
      if (timer === undefined) return
      if (paused) clearTimeout(timer)
      else wait(PATIENCE)
    },
    end: () => {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
