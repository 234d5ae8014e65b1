import type { Part } from '../parts.ts'
import type { Call } from '../shell/call.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { known } from '../shell/text.ts'
import { containerRuns, containerTools } from './containers-docker.ts'
import { containerHosts } from './containers-host.ts'
import { clusterTools } from './containers-kubernetes.ts'
import { tableRules } from './table.ts'

// Clusters on one machine bring kubectl with them, and some tools start programs in their machine.
const INNER: Readonly<Record<string, RegExp>> = {
  microk8s: /^(?:kubectl|helm3?)$/,
  minikube: /^kubectl$/,
  k3s: /^(?:kubectl|crictl|ctr)$/,
  k0s: /^(?:kubectl|ctr)$/,
  rke2: /^kubectl$/,
  ddev: /^(?:drush|wp|artisan|php|composer|npm|yarn|npx|mysql|psql|exec|console|craft|cake)$/,
  lando: /^(?:drush|wp|artisan|php|composer|npm|yarn|npx|mysql|psql|rails|rake|console)$/,
}

function inner(call: Call): undefined {
  const at = call.args.findIndex((arg) => INNER[call.name]?.test(arg.text))
  if (at < 0) return undefined
  const words = call.args.slice(at).filter((arg) => arg.text !== '--')
  const scope = subshell(call.scope, { cwd: undefined, elsewhere: true })
  dispatch(words[0]?.text === 'exec' ? words.slice(1) : words, scope, known(''))
  return undefined
}

/** Containers, images, volumes and clusters. */
export const part: Part = {
  rules: [
    ...tableRules({
      group: 'containers',
      harm: 'deletes containers, volumes or objects of a cluster',
      safer: 'list what it would reach, and remove what is meant by name',
      tools: [...containerTools, ...clusterTools],
    }),
    ...containerRuns,
    ...containerHosts,
    { programs: Object.keys(INNER).join(' '), check: inner },
  ],
}
