/** What is told. All texts are one line without control characters. */
export interface Note {
  readonly title: string
  readonly body: string
  readonly event: string
  readonly type: string
  readonly project: string
  readonly session: string
}
