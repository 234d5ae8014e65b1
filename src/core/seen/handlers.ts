import { isRecord } from './record.ts'

/** A handler in a document, and where it stands. */
export interface PlacedHandler {
  readonly event: string
  readonly matcher: string | undefined
  readonly value: Readonly<Record<string, unknown>>
  readonly path: readonly (string | number)[]
}

/** Every handler that is shaped like one, in the order of the document; anything else is the doctor's business. */
export function handlersOf(document: unknown, at: readonly (string | number)[]): readonly PlacedHandler[] {
  const hooks = at.reduce<unknown>(
    (value, key) => (isRecord(value) || Array.isArray(value) ? (value as never)[key] : undefined),
    document,
  )
  if (!isRecord(hooks)) return []
  return Object.entries(hooks).flatMap(([event, groups]) =>
    listed(groups).flatMap(([group, place]) => {
      if (!isRecord(group)) return []
      const { matcher } = group
      return listed(group['hooks']).flatMap(([value, index]) =>
        isRecord(value)
          ? [
              {
                event,
                matcher: typeof matcher === 'string' ? matcher : undefined,
                value,
                path: [...at, event, place, 'hooks', index],
              },
            ]
          : [],
      )
    }),
  )
}

function listed(value: unknown): readonly (readonly [unknown, number])[] {
  return Array.isArray(value) ? value.map((one, index) => [one, index] as const) : []
}
