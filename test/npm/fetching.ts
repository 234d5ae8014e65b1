import { HooksError } from '../../src/errors.ts'
import { npmRegistry } from '../../src/io/registry-npm.ts'
import { type Behaviour, type MockRegistry, mockRegistry } from './mock-registry.ts'
import { npmScratch } from './npm-scratch.ts'

/** The user's settings for a registry that wants a token. */
export const withToken = ({ host }: MockRegistry): readonly string[] => [`//${host}/:_authToken=secret-token`]

/** An error as a person reads it, with the registry's host by a name. */
export async function failure(
  work: Promise<unknown>,
  hosts: Readonly<Record<string, string>>,
): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof HooksError)) throw error ?? new Error('nothing went wrong')
  const text = `${error.code}: ${error.message}\n${error.hint}`
  return Object.entries(hosts).reduce((read, [host, name]) => read.replaceAll(host, name), text)
}

interface Case {
  readonly name?: string
  readonly version?: string
  readonly settings?: (registry: MockRegistry) => readonly string[]
}

/** What fetching a version from a registry that behaves so ends with. */
export async function fetching(
  behaviour: Behaviour,
  { name = '@acme/hello', version = '1.1.0', settings }: Case = {},
): Promise<string> {
  const registry = await mockRegistry(behaviour)
  const { options } = npmScratch(registry, ...(settings?.(registry) ?? []))
  return failure(npmRegistry(options).fetch(name, version), { [registry.host]: 'npm.test' })
}
