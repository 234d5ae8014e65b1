/** Name of a family of rules, as it is written in the option `groups`. */
export type Group =
  | 'filesystem'
  | 'git'
  | 'disk'
  | 'permissions'
  | 'remote'
  | 'secrets'
  | 'process'
  | 'system'
  | 'cloud'
  | 'containers'
  | 'infrastructure'
  | 'database'
  | 'publish'
  | 'hosting'
  | 'hooks'
  | 'windows'
  | 'dynamic'
  /** Rules in the option `rules`; the option `groups` is not about them. */
  | 'own'

/** What the guard says about a command it does not let pass. */
export type Verdict = 'deny' | 'ask'

/** How far a group may go: its own verdicts, questions only, or silence. */
export type GroupSetting = Verdict | 'off'

/** One reason to stop a command. */
export interface Finding {
  readonly group: Group
  readonly rule: string
  readonly verdict: Verdict
  /** The part of the command that matched, after expansion. */
  readonly part: string
  /** Completes the sentence "`part` …". */
  readonly harm: string
  /** An imperative sentence without the final full stop; empty when there is nothing to say. */
  readonly safer: string
}

/** A command that is let through whatever the rules say. */
export interface Allowance {
  readonly pattern: string
  readonly reason?: string
}

/** A rule that somebody wrote into the options. */
export interface OwnRule {
  /** Base name of the program, or a pattern for it. */
  readonly program: string
  /** Words or patterns that all have to be among the arguments; `a|b` is one or the other. */
  readonly arguments?: readonly string[]
  readonly verdict: Verdict
  readonly reason: string
}

/** The pack's options after defaults. */
export interface Options {
  readonly groups: Readonly<Partial<Record<Group, GroupSetting>>>
  readonly allow: readonly Allowance[]
  readonly protectedPaths: readonly string[]
  readonly rules: readonly OwnRule[]
}

/** Where the command would run. */
export interface Place {
  readonly cwd: string
  readonly projectDir: string
  readonly home: string
}
